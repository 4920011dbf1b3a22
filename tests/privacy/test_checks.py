"""The systematic checks: what somebody should look at, drawn the same each time, and what was found, kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from helpers import workplaces
from lindra.clock import day
from lindra.people import actions as people
from lindra.people.details import Address, Relative
from lindra.privacy import accesslog, actions, door
from lindra.privacy.checks import actions as check_actions
from lindra.privacy.checks import rules as checks
from lindra.privacy.checks import words as check_words
from lindra.privacy.checks.actions import NotYours, NoVerdict
from lindra.privacy.checks.rules import Ground, Knowledge, Someone, closeness
from lindra.privacy.models import AccessCheck, AccessReview
from lindra.privacy.reader import named
from lindra.record import facts, log
from lindra.record.envelope import When, instant, stamp
from lindra.record.log import ANY, Draft

MONTH = "2026-06"
NOON = datetime(2026, 6, 10, 10, tzinfo=UTC)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Row:
    id: str
    staff: str = "s"
    patients: tuple[str, ...] = ("p",)
    at: str = stamp(NOON)
    unit: str = "u"
    outcome: str = "opened"
    what: str = "patient"


def found(rows, known=None):
    return checks.found(rows, known or Knowledge(), MONTH, instant, day)


def by(items, ground):
    return [item for item in items if item.ground is ground]


# The rules


def test_every_emergency_opening_is_looked_at():
    rows = [Row("1", outcome="emergency"), Row("2", "other", outcome="emergency"), Row("3")]
    assert sorted(item.rows for item in by(found(rows), Ground.EMERGENCY)) == [("1",), ("2",)]
    assert [item.rows for item in by(found(rows), Ground.SAMPLE)] == [
        ("3",)
    ]  # the others are looked at anyway


def test_what_one_person_read_of_one_patient_in_a_night_is_one_item():
    def read(number, hours, patients=("p",), staff="s", outcome="emergency", what="timeline"):
        return Row(str(number), staff, patients, stamp(NOON + timedelta(hours=hours)), "u", outcome, what)

    rows = [
        read(1, 0, what="opening in an emergency"), read(2, 1, ("p", "linked"), what="patient"), read(3, 2, ("other",)),
        read(4, 2, staff="t"), read(5, 3, outcome="shown"), read(6, 11.9), read(7, 12), read(8, 13),
    ]  # fmt: skip
    items = by(found(rows, Knowledge(persons={"linked": "p"})), Ground.EMERGENCY)
    items.sort(key=lambda item: item.rows)
    assert [(item.rows, item.patients, item.told) for item in items] == [
        (("1", "2", "6"), ("linked", "p"), {"times": 3}), (("3",), ("other",), {"times": 1}),
        (("4",), ("p",), {"times": 1}), (("7", "8"), ("p",), {"times": 2}),
    ]  # fmt: skip
    assert {item.key for item in items} == {
        item.key
        for item in by(found(rows[:4] + rows[6:7], Knowledge(persons={"linked": "p"})), Ground.EMERGENCY)
    }


def test_whoever_opened_by_being_asked_is_looked_at():
    rows = [Row("1", outcome="allowed", what=checks.ASKED), Row("2", outcome="allowed", what=checks.ASKED),
            Row("3", outcome="denied", what=checks.ASKED), Row("4", outcome="allowed", what="note information given"),
            Row("5", "other", outcome="allowed", what=checks.ASKED)]  # fmt: skip
    assert sorted(item.rows for item in by(found(rows), Ground.ASKED)) == [("1", "2"), ("5",)]


@pytest.mark.parametrize(("numbers", "seen"), [(3, False), (4, True)])
def test_numbers_tried_at_random_are_looked_at_by_person_and_day(numbers, seen):
    tried = [Row(str(n), patients=(), outcome="denied", what=checks.NOBODY) for n in range(numbers)]
    tomorrow = stamp(NOON + timedelta(days=1))
    others = [Row("x", "other", (), outcome="denied", what=checks.NOBODY),
              Row("y", patients=(), at=tomorrow, outcome="denied", what=checks.NOBODY)]  # fmt: skip
    items = by(found([*tried, *others]), Ground.ASKED)
    assert [(item.staff, len(item.rows), item.told) for item in items] == (
        [("s", numbers, {"numbers": numbers})] if seen else []
    )
    if seen:
        assert str(numbers) in check_words.explained(items[0].told, numbers)


@pytest.mark.parametrize(
    ("what", "days", "seen"),
    [
        (checks.UNABLE, None, True), (checks.CHILD, None, True), (checks.CONSENTS, None, False),
        (checks.CONSENTS, 0, True), (checks.CONSENTS, 30, True), (checks.CONSENTS, 31, False),
        (checks.CONSENTS, -1, False), (checks.REFUSES, 1, False), ("note attitude: not_asked", 1, False),
    ],
)  # fmt: skip
def test_what_was_noted_of_a_patients_attitude_is_looked_at(what, days, seen):
    refusals = {("s", "p"): [NOON - timedelta(days=days)]} if days is not None else {}
    known = Knowledge(persons={"linked": "p"}, refusals=refusals)
    row = Row("1", patients=("linked",), outcome="allowed", what=what)
    assert bool(by(found([row], known), Ground.ATTITUDE)) is seen
    assert by(found([Row("1", "s", ("linked",), outcome="denied", what=what)], known), Ground.ATTITUDE) == []
    by_other = by(found([Row("1", "t", ("linked",), outcome="allowed", what=what)], known), Ground.ATTITUDE)
    assert bool(by_other) is (seen and days is None)


def test_what_was_refused_is_one_item_for_each_who_tried_and_patient():
    rows = [Row("1", outcome="denied"), Row("2", outcome="denied"), Row("3", "other", outcome="denied"),
            Row("4", outcome="denied", patients=())]  # fmt: skip
    assert sorted(item.rows for item in by(found(rows), Ground.REFUSED)) == [("1", "2"), ("3",)]


ANNA = Someone("Anna", "Ek", "storgatan 1 123 45")


@pytest.mark.parametrize(
    ("patient", "ground"),
    [
        (Someone("Anna", "Ek"), Ground.OWN_RECORD),
        (Someone(" anna", "EK "), Ground.OWN_RECORD),
        (Someone("Bo", "Al", close=frozenset({"anna ek"})), Ground.RELATIVE),
        (Someone("Bo", "Al", "storgatan 1 123 45"), Ground.ADDRESS),
        (Someone("Cia", "Ask"), Ground.COLLEAGUE),
        (Someone("Bo", "Ek"), Ground.SAME_NAME),
        (Someone("Bo", "Al", "storgatan 2 123 45"), None),
        (Someone("", "", ""), None),
        (Someone("Bo", ""), None),
    ],
)
def test_signs_that_somebody_knows_the_patient(patient, ground):
    known = Knowledge({"s": ANNA}, {"p": patient}, {"u": {"cia ask": "c", "anna ek": "s"}})
    assert closeness("s", "u", "p", known) == ground
    assert closeness("s", "u", "nobody", known) is None


def test_a_name_that_is_not_known_is_nobodys():
    assert closeness("s", "u", "p", Knowledge({"s": Someone()}, {"p": Someone()})) is None


@pytest.mark.parametrize(("days", "late"), [(90, False), (91, True)])
def test_an_opening_long_after_the_relation_ended(days, late):
    known = Knowledge(ended={("u", "p"): NOON - timedelta(days=days)})
    assert bool(by(found([Row("1")], known), Ground.LONG_AFTER)) is late
    assert by(found([Row("1", unit="other")], known), Ground.LONG_AFTER) == []


def busy(patients, days=10):
    """One day with so many patients, and the others of the unit with ten each."""
    usual = [
        Row(f"{n}-{p}", f"s{n}", (f"p{n}-{p}",), at=stamp(NOON + timedelta(days=n)))
        for n in range(days - 1)
        for p in range(10)
    ]
    return [*usual, *(Row(f"b{n}", "busy", (f"q{n}",)) for n in range(patients))]


@pytest.mark.parametrize(
    ("patients", "days", "many"), [(30, 10, True), (29, 10, False), (100, 9, False), (100, 10, True)]
)
def test_unusually_many_patients_in_a_day_against_the_units_own_median(patients, days, many):
    items = by(found(busy(patients, days)), Ground.MANY)
    assert [(item.staff, item.told) for item in items] == (
        [("busy", {"patients": patients, "usual": 10})] if many else []
    )


def test_the_sample_is_of_a_documented_size_and_the_same_each_time():
    rows = [Row(str(n)) for n in range(500)]
    drawn = {item.rows for item in by(found(rows), Ground.SAMPLE)}
    assert len(drawn) == checks.SAMPLE == 50
    assert drawn == {item.rows for item in by(found(reversed(rows)), Ground.SAMPLE)}
    other = {item.rows for item in checks.sample(rows, "2026-07")}
    assert other != drawn
    assert len(list(checks.sample(rows[:3], MONTH))) == 3


def test_each_item_has_a_key_of_its_own_that_stays_the_same():
    rows = [
        Row(str(n), f"s{n % 3}", (f"p{n % 5}",), outcome=("denied", "emergency", "opened")[n % 3])
        for n in range(60)
    ]
    keys = [item.key for item in found(rows)]
    assert len(set(keys)) == len(keys) == 30
    assert set(keys) == {item.key for item in found([*rows, Row("more", outcome="denied")])} - {
        item.key for item in found([Row("more", outcome="denied")])
    }


@pytest.mark.parametrize(
    ("rows", "reviews", "state"),
    [
        (1, [], ""), (1, [("justified", 1)], "justified"), (2, [("justified", 1)], ""),
        (1, [("unclear", 1), ("not_justified", 1)], "not_justified"),
    ],
)  # fmt: skip
def test_the_latest_review_stands_until_there_is_more_to_look_at(rows, reviews, state):
    assert checks.state(rows, reviews) == state


def test_every_ground_has_its_words():
    for ground in Ground:
        assert check_words.title(ground)
        assert "%" not in check_words.meaning(ground)


# Drawn from the log


@pytest.fixture
def places(either_world, clock_at):
    clock_at(NOON)
    return workplaces.build()


@pytest.fixture
def reviewer(places):
    """Somebody at the clinic who checks the provider's access log."""
    people.assign(places.clinic.staff, places.clinic.unit, "quality", ("review",))
    return named(places.clinic.staff.hsa_id, "review")


def grounds(provider):
    return sorted(AccessCheck.objects.filter(provider=provider).values_list("ground", "staff"))


def test_a_month_is_drawn_of_ones_own_providers_staff(places, reviewer):
    staff = people.add_staff("SE2321000016-S9", "Berit Bergström", "läkare")
    people.assign(staff, places.ward.unit, "physician", ("care",))
    own = workplaces.patient_at(places.ward, "Berit Bergström")
    friend = workplaces.patient_at(places.ward, "Bo Al", "e2")
    people.note(friend, Relative(ref="r1", name="berit bergström"), by="test")
    neighbour = workplaces.patient_at(places.ward, "Cia Ask", "e3")
    for one in (own, neighbour):
        people.note(one, Address(lines=("Storgatan 1",), postal_code="123 45"), by="test")
    theirs = workplaces.patient_at(places.home_nursing, "Dan Ek", "e4")
    reader = named(staff.hsa_id, "care")
    for patient in (own, friend, neighbour, theirs):
        door.open(patient, reader)
    door.open(own, places.home_nursing.reader())
    assert check_actions.draw(places.ward.provider, MONTH) == 7
    assert grounds(places.ward.provider) == sorted(
        (ground, staff.hsa_id)
        for ground in ("own_record", "relative", "address", "refused", "sample", "sample", "sample")
    )
    assert check_actions.draw(places.home_nursing.provider, MONTH) == 1
    assert grounds(places.home_nursing.provider) == [("refused", places.home_nursing.staff.hsa_id)]


def test_a_colleague_and_an_opening_long_after_are_found(places, clock_at):
    patient = workplaces.patient_at(places.ward, "Person 1")
    door.open(patient, places.ward.reader())
    other = people.add_staff("SE2321000016-S9", "Eva Fors")
    people.assign(other, places.ward.unit, "nurse", ("care",))
    door.open(patient, named(other.hsa_id, "care"))
    when = When.at(NOON)
    log.append(
        patient,
        [Draft(facts.Discharged(episode="e1", to="own_home"), when)],
        places.ward.author,
        expected=ANY,
    )
    clock_at("2026-10-10T12:00:00+02:00")
    accesslog.log(named(other.hsa_id, "care"), [patient], "patient", "x", "opened")
    check_actions.draw(places.ward.provider, MONTH)
    check_actions.draw(places.ward.provider, "2026-10")
    drawn = AccessCheck.objects.exclude(ground="sample")
    assert {(check.month, check.ground, check.staff[-2:]) for check in drawn} == {
        (MONTH, "own_record", "S1"), (MONTH, "colleague", "S9"), ("2026-10", "colleague", "S9"),
        ("2026-10", "long_after", "S9"),
    }  # fmt: skip


def test_a_consent_after_a_refusal_and_who_was_asked_are_found_in_what_the_code_logs(places, clock_at):
    clock_at("2026-05-20T12:00:00+02:00")
    patient = workplaces.patient_at(places.ward)
    actions.note_attitude(patient, "refuses", places.ward.reader())
    clock_at(NOON)
    actions.note_attitude(patient, "consents", places.ward.reader())
    other = workplaces.patient_at(places.home_nursing, episode="e2")
    people.identify(other, "personnummer", "191212121212")
    actions.be_asked("191212121212", "Dr A", "pain", places.ward.reader())
    for _ in range(checks.NUMBERS_TRIED + 1):
        actions.be_asked("191010101010", "Dr A", "pain", places.ward.reader())
    check_actions.draw(places.ward.provider, MONTH)
    drawn = AccessCheck.objects.exclude(ground="sample")
    assert sorted((check.ground, check.patients, len(check.rows)) for check in drawn) == [
        ("asked", [], 4), ("asked", [other], 1), ("attitude", [patient], 1),
    ]  # fmt: skip


def test_drawing_again_adds_only_what_is_new_and_opens_what_has_grown(places, reviewer):
    patient = workplaces.patient_at(places.home_nursing)
    door.open(patient, places.ward.reader())
    assert check_actions.draw(places.ward.provider, MONTH) == 1
    check = AccessCheck.objects.get()
    check_actions.review(check, "justified", "", reviewer)
    assert check_actions.draw(places.ward.provider, MONTH) == 0
    door.open(patient, places.ward.reader())
    assert check_actions.draw(places.ward.provider, MONTH) == 0
    check.refresh_from_db()
    assert len(check.rows) == 2
    reviews = [(review.verdict, review.seen) for review in AccessReview.objects.all()]
    assert checks.state(len(check.rows), reviews) == checks.OPEN


def test_nobody_reviews_their_own_accesses_nor_another_providers(places, reviewer):
    theirs = workplaces.patient_at(places.home_nursing)
    door.open(theirs, places.clinic.reader())
    mine = workplaces.patient_at(places.ward)
    door.open(mine, places.home_nursing.reader())
    for place in (places.clinic, places.home_nursing):
        check_actions.draw(place.provider, MONTH)
    assert AccessCheck.objects.count() == 2
    for check in AccessCheck.objects.all():
        with pytest.raises(NotYours):
            check_actions.review(check, "justified", "", reviewer)
    assert not AccessReview.objects.exists()


def test_what_was_found_wrong_needs_a_note_and_is_kept(places, reviewer):
    door.open(workplaces.patient_at(places.home_nursing), places.ward.reader())
    check_actions.draw(places.ward.provider, MONTH)
    check = AccessCheck.objects.get()
    for verdict, note in (("", ""), ("perhaps", "x"), ("unclear", " "), ("not_justified", "")):
        with pytest.raises(NoVerdict):
            check_actions.review(check, verdict, note, reviewer)
    check_actions.review(check, "unclear", "asked the head of the unit", reviewer)
    check_actions.review(check, "not_justified", "reported", reviewer)
    assert [(one.verdict, one.by) for one in AccessReview.objects.order_by("id")] == [
        ("unclear", reviewer.staff.hsa_id), ("not_justified", reviewer.staff.hsa_id),
    ]  # fmt: skip


# The pages


def visitor(reader, user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=BACKEND)
    client.cookies["language"] = "en"
    session = client.session
    session["assignment"], session["purpose"] = reader.assignment.id, str(reader.purpose)
    session.save()
    return client


@pytest.fixture
def visit(places, reviewer):
    return visitor(reviewer, places.clinic.staff.user)


def test_the_pages_draw_list_review_and_sum_up(places, visit):
    patient = workplaces.patient_at(places.home_nursing, "Berit Bergström")
    door.open(patient, places.ward.reader())
    listing = reverse("checks")
    assert "Nothing drawn for this month" in visit.get(listing).content.decode()
    assert visit.post(listing, {"month": MONTH}).status_code == 302
    page = visit.get(f"{listing}?month={MONTH}&ground=refused").content.decode()
    assert "Refused: no care relation" in page
    check = AccessCheck.objects.get()
    address = reverse("check", args=[check.key])
    assert address in page
    item = visit.get(address).content.decode()
    assert "Tried to open the record" in item
    assert "Person 1" in item
    refused = visit.post(address, {"verdict": "unclear", "note": ""})
    assert (refused.status_code, AccessReview.objects.count()) == (200, 0)
    assert visit.post(address, {"verdict": "not_justified", "note": "reported"}).status_code == 302
    assert "reported" in visit.get(address).content.decode()
    summary = visit.get(f"{reverse('checks-summary')}?month={MONTH}").content.decode()
    assert "Norrviks region" in summary
    assert "reported" in summary
    assert "50 openings a month are drawn" in summary


def test_who_the_patient_is_is_not_shown_for_this_purpose(places, visit):
    patient = workplaces.patient_at(places.ward, "Berit Bergström")
    door.open(patient, places.ward.reader())
    check_actions.draw(places.ward.provider, MONTH)
    check = AccessCheck.objects.get()
    for address in (reverse("check", args=[check.key]), reverse("checks"), reverse("checks-summary")):
        page = visit.get(address).content.decode()
        assert "Bergström" not in page
        assert patient not in page
    seen = [entry for entry in accesslog.entries() if entry["what"] == "check of the access log"]
    assert [entry["purpose"] for entry in seen] == ["review"]


def test_ones_own_accesses_are_not_listed_and_the_item_is_not_there(places, visit):
    door.open(workplaces.patient_at(places.home_nursing), places.clinic.reader())
    check_actions.draw(places.clinic.provider, MONTH)
    check = AccessCheck.objects.get()
    page = visit.get(f"{reverse('checks')}?month={MONTH}").content.decode()
    assert "1 item is about your own access" in page
    address = reverse("check", args=[check.key])
    assert address not in page
    assert visit.get(address).status_code == 404


@pytest.mark.parametrize("purpose", ["care", "followup", "extract", "admin"])
def test_the_pages_are_for_the_purpose_of_checking_only(places, purpose):
    door.open(workplaces.patient_at(places.home_nursing), places.ward.reader())
    check_actions.draw(places.ward.provider, MONTH)
    visit = visitor(places.ward.reader(purpose), places.ward.staff.user)
    check = AccessCheck.objects.get()
    for address in (reverse("checks"), reverse("checks-summary"), reverse("check", args=[check.key])):
        assert visit.get(address).status_code == 403
        assert accesslog.entries(1)[0]["outcome"] == "denied"
    assert visit.post(reverse("check", args=[check.key]), {"verdict": "justified"}).status_code == 403
    assert not AccessReview.objects.exists()


def test_what_others_found_of_a_reviewers_own_accesses_is_not_told_them(places, visit):
    door.open(workplaces.patient_at(places.home_nursing), places.clinic.reader())
    door.open(workplaces.patient_at(places.home_nursing, episode="e2"), places.ward.reader())
    check_actions.draw(places.clinic.provider, MONTH)
    people.assign(places.ward.staff, places.ward.unit, "quality", ("review",))
    other = named(places.ward.staff.hsa_id, "review")
    mine = AccessCheck.objects.get(staff=places.clinic.staff.hsa_id)
    check_actions.review(mine, "not_justified", "had no errand", other)
    assert "Refused: no care relation 2 1 0 0 0" in shown(visit, "checks")
    told = shown(visit, "checks-summary")
    assert "Refused: no care relation 2 1 0 0 0" in told
    assert "Drawn 2 Looked at 0 Not justified 0 Unclear: follow up 0 Looked at by Nobody yet" in told
    assert "About you: seen by somebody else 1" in told
    assert "had no errand" not in told
    told = shown(visitor(other, places.ward.staff.user), "checks-summary")
    assert "Refused: no care relation 2 0 0 1 0" in told
    assert "Drawn 2 Looked at 1 Not justified 1" in told
    assert "had no errand" in told


def shown(visit, page):
    """The words of a page of the month."""
    html = visit.get(f"{reverse(page)}?month={MONTH}").content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_role_without_a_duty_checks_nothing_whatever_its_purposes(places):
    people.assign(places.clinic.staff, places.clinic.unit, "something new", ("review",))
    visit = visitor(named(places.clinic.staff.hsa_id, "review"), places.clinic.staff.user)
    for address in (reverse("checks"), reverse("checks-summary")):
        assert visit.get(address).status_code == 403
        assert accesslog.entries(1)[0]["outcome"] == "denied"


def test_a_method_a_page_does_not_take_is_refused_before_anything_is_shown(places, visit):
    before = len(accesslog.entries())
    for address, method in (
        (reverse("checks"), "put"), (reverse("checks-summary"), "post"), (reverse("check", args=["x"]), "delete"),
        (reverse("extract", args=["00000000-0000-0000-0000-000000000000"]), "post"),
        (reverse("extract-pdf", args=["00000000-0000-0000-0000-000000000000"]), "post"),
    ):  # fmt: skip
        assert getattr(visit, method)(address).status_code == 405
    assert len(accesslog.entries()) == before
