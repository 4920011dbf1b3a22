"""What is done in a campaign, and what is refused: each refusal names what is wrong, and nothing is half done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.campaigns import asking
from governance.campaigns.asking import BY, OTHER, TODAY, A, Asking, B, C, D
from helpers.worlds import World
from lindra import clock
from lindra.governance import bodies, seats
from lindra.governance.campaigns import actions, due, queries, replying
from lindra.governance.campaigns.actions import Question
from lindra.governance.campaigns.queries import Asked
from lindra.governance.campaigns.refusals import NotAsked, Refused
from lindra.governance.campaigns.replying import Answer, Said
from lindra.governance.models import Campaign, Point, Recipient, Reply
from lindra.governance.seats import Seat

COUNCIL = Seat("council", "p", "u", "s")


def of(campaign: Campaign, body: str) -> Asked:
    found = queries.whole(campaign, clock.today()).of(body)
    assert found is not None
    return found


def test_a_question_is_put_once_to_each(made: Asking) -> None:
    campaign = asking.asked(bodies=(A, A, B))
    assert [one.body.key for one in queries.whole(campaign, TODAY).asked] == [B, A], "by name"
    assert all(one.recipient.sent_on == date(2026, 10, 1) for one in queries.whole(campaign, TODAY).asked)


def test_a_question_that_cannot_be_put_is_refused(made: Asking) -> None:
    said = {
        "key": "k", "title": "t", "question": "q", "asked_by": "a", "inventory": "2026-06",
        "asked_on": date(2026, 10, 1), "reply_by": date(2026, 11, 1), "bodies": (A,),
    }  # fmt: skip
    for field, value in (("bodies", ()), ("inventory", "1999"), ("reply_by", date(2026, 9, 30))):
        with pytest.raises(Refused) as refused:
            actions.ask(Question(**(said | {field: value})), BY)  # type: ignore[arg-type]
        assert refused.value.field == field
    assert not Campaign.objects.exists()


def test_a_body_that_does_not_exist_is_named(made: Asking) -> None:
    with pytest.raises(bodies.NoSuchBody, match="area:99"):
        asking.asked(bodies=(A, "area:99"))
    assert not Recipient.objects.exists()


def test_the_same_short_name_twice_is_refused(made: Asking) -> None:
    asking.asked()
    with pytest.raises(Refused, match="made-up"):
        asking.asked()


def test_a_reply_of_who_was_not_asked_is_refused_and_named(made: Asking) -> None:
    campaign = asking.asked()
    with pytest.raises(NotAsked, match="Region Skåne"):
        asking.replied(campaign, bodies.area("12"))
    assert not Reply.objects.exists()
    with pytest.raises(NotAsked, match="Skåne"):
        actions.classify(campaign, bodies.area("12"), "first", "utan_plan", "", BY)
    with pytest.raises(NotAsked, match="Skåne"):
        actions.remind(campaign, [A, bodies.area("12")], TODAY, TODAY + timedelta(9), BY)
    assert not any(one.recipient.reminders for one in queries.whole(campaign, TODAY).asked), (
        "nobody half reminded"
    )


IMPOSSIBLE = [
    (Answer(summary="Ja", who="king"), "who"),
    (Answer(summary="Ja", kind="rumour"), "kind"),
    (Answer(summary="Ja", received_on=TODAY + timedelta(1)), "received_on"),
    (Answer(summary="Ja", received_on=date(2026, 9, 30)), "received_on"),
    (Answer(summary="Ja", received_on=date(2026, 11, 1), dated_on=date(2026, 11, 2)), "received_on"),
    (Answer(), "summary"),
    (Answer(points=[Said(text="x", status="maybe")]), "status"),
    (Answer(points=[Said(text="x", function="magic")]), "function"),
]


def test_a_reply_that_cannot_be_is_refused(made: Asking) -> None:
    campaign = asking.asked()
    for answer, field in IMPOSSIBLE:
        with pytest.raises(Refused) as refused:
            replying.note_reply(campaign, A, answer, BY)
        assert refused.value.field == field
    assert not Reply.objects.exists()
    assert not Point.objects.exists()


def test_several_replies_of_one_body_and_a_page_sent_twice(made: Asking) -> None:
    campaign = asking.asked()
    asking.replied(campaign, A, received_on=date(2026, 11, 10), who="director")
    late = Answer(who="opposition", kind="late", summary="Vi håller inte med", received_on=date(2026, 11, 20))
    first = replying.note_reply(campaign, A, late, BY)
    assert replying.note_reply(campaign, A, late, BY).pk == first.pk
    found = of(campaign, A)
    assert [(one.reply.who, one.in_time) for one in found.replies] == [
        ("director", True),
        ("opposition", False),
    ]
    assert found.state == "answered"


def test_a_reminder_gives_a_new_last_day(made: Asking) -> None:
    campaign = asking.asked()
    assert of(campaign, A).state == "silent"
    actions.remind(campaign, [A], date(2026, 11, 20), date(2026, 12, 4), BY)
    found = of(campaign, A)
    assert (found.state, found.last_day) == ("reminded", date(2026, 12, 4))
    for on, until in (
        ("2026-11-21", "2026-12-04"),
        ("2026-11-21", "2026-11-20"),
        ("2026-09-01", "2026-12-20"),
    ):
        with pytest.raises(Refused):
            actions.remind(campaign, [A], date.fromisoformat(on), date.fromisoformat(until), BY)
    assert len(of(campaign, A).recipient.reminders) == 1
    asking.replied(campaign, A, received_on=date(2026, 11, 30))
    assert of(campaign, A).state == "answered", "after the first last day, within the new one"


def test_letters_are_noted_as_sent(made: Asking) -> None:
    campaign = asking.asked(asked_on=None, by=date(2026, 12, 15))
    assert of(campaign, A).next == "send"
    assert due.items(COUNCIL, TODAY) == [], "nobody can answer a letter that was not sent"
    with pytest.raises(Refused):
        actions.send(campaign, TODAY + timedelta(1))
    assert actions.send(campaign, TODAY) == 4
    assert (actions.send(campaign, TODAY), campaign.asked_on) == (0, TODAY)
    assert of(campaign, A).state == "asked"


def test_a_promise_without_a_day_is_kept_and_counted(made: Asking) -> None:
    campaign = asking.asked()
    reply = asking.replied(campaign, A, when="på sikt")
    point = reply.points.get()
    made_one = replying.promise(point, BY, due=None)
    again = replying.promise(point, BY, due=None)
    assert made_one.pk == again.pk
    assert (made_one.due, made_one.due_said, made_one.origin_key) == (None, "på sikt", reply.pk)
    assert [one.pk for one in of(campaign, A).promises] == [made_one.pk]


def test_a_promise_is_late_the_day_after_its_day(made: Asking) -> None:
    campaign = asking.asked()
    for nth, day in enumerate((TODAY, TODAY - timedelta(1))):
        point = asking.replied(campaign, A, f"Löfte {nth}").points.get()
        replying.promise(point, BY, due=day, made_on=date(2026, 10, 2))
    found = queries.whole(campaign, TODAY)
    assert [one.title for one in queries.late(found.promises, TODAY)] == ["Löfte 1"]


def test_a_long_promise_keeps_all_its_words(made: Asking) -> None:
    text = "Vi ska " * 60
    point = asking.replied(asking.asked(), A, text).points.get()
    made_one = replying.promise(point, BY, due=None)
    assert len(made_one.title) <= 200
    assert made_one.text == text.strip()


# Two readers, and a third step


def test_who_read_first_does_not_read_second_and_a_difference_is_settled_with_a_reason(made: Asking) -> None:
    campaign = asking.asked()
    asking.replied(campaign, A)
    actions.classify(campaign, A, "first", "konkret_plan", "Två dagar nämns", BY)
    with pytest.raises(Refused, match="somebody else"):
        actions.classify(campaign, A, "second", "delvis_plan", "", BY)
    with pytest.raises(Refused, match="already"):
        actions.classify(campaign, A, "first", "utan_plan", "", OTHER)
    with pytest.raises(Refused, match="do not differ"):
        actions.classify(campaign, A, "settled", "utan_plan", "Därför", OTHER)
    actions.classify(campaign, A, "second", "delvis_plan", "Bara en dag", OTHER)
    assert (of(campaign, A).classed.how, of(campaign, A).next) == ("differ", "settle")
    assert queries.whole(campaign, TODAY).classes[""] == 4, "a class that is not settled is nobody's"
    with pytest.raises(Refused, match="why"):
        actions.classify(campaign, A, "settled", "delvis_plan", "  ", BY)
    actions.classify(campaign, A, "settled", "delvis_plan", "Den andra dagen gällde något annat", BY)
    assert of(campaign, A).classed.code == "delvis_plan"
    with pytest.raises(Refused, match="finns"):
        actions.classify(campaign, B, "first", "finns", "", BY)


def test_agreement_is_measured_on_made_up_readings(made: Asking) -> None:
    campaign = asking.asked()
    for body, codes in (
        (A, ("konkret_plan", "konkret_plan")), (B, ("delvis_plan", "utan_plan")), (C, ("ej_svar", "ej_svar")),
        (D, ("utan_plan",)),
    ):  # fmt: skip
        asking.read(campaign, body, *codes)
    found = queries.whole(campaign, TODAY).agreement
    assert (found.both, found.same, found.differing) == (3, 2, (B,))
    assert found.plain is not None
    assert found.plain.value == pytest.approx((2 / 3 - 2 / 9) / (1 - 2 / 9))
    assert found.weighted is not None
    assert found.weighted.bodies == 2


# Withdrawn


def test_a_reply_noted_by_mistake_is_withdrawn_and_stays(made: Asking) -> None:
    campaign = asking.asked()
    reply = asking.replied(campaign, A)
    with pytest.raises(Refused):
        replying.withdraw(reply, " ")
    replying.withdraw(reply, "Gällde en annan region")
    assert of(campaign, A).replies == ()
    assert Reply.objects.get().withdrawn == "Gällde en annan region"
    followed = asking.replied(campaign, B)
    replying.promise(followed.points.get(), BY, due=None)
    with pytest.raises(Refused, match="Vi öppnar en mottagning"):
        replying.withdraw(followed, "Fel")


# What is due


def test_what_is_due_is_what_has_not_come_and_what_nobody_has_read(made: Asking) -> None:
    campaign = asking.asked()
    asking.replied(campaign, A)
    asking.replied(campaign, B)
    asking.read(campaign, B, "utan_plan")
    actions.remind(campaign, [D], date(2026, 11, 20), date(2026, 12, 4), BY)
    items = due.items(COUNCIL, TODAY)
    assert [(one.body, one.late, one.due) for one in items if one.body] == [
        (C, True, date(2026, 11, 15)), (D, False, date(2026, 12, 4)),
    ]  # fmt: skip
    assert sorted(one.key for one in items if not one.body) == [
        f"{campaign.pk}:read",
        f"{campaign.pk}:read_again",
    ]
    assert due.counts(COUNCIL, TODAY) == {"reply": 1}
    assert all(one.what == "reply" for one in items), "promises are the commitments'"


def test_each_sees_what_is_theirs(made: Asking) -> None:
    asking.asked(bodies=(A, C))
    quality = seats.seat(made.quality.reader("followup"))
    assert [one.body for one in due.items(quality, TODAY)] == [A], "the region's own"
    assert due.counts(quality, TODAY) == {"reply": 1}
    nurse = seats.seat(made.nurse.reader("care"))
    assert due.items(nurse, TODAY) == []
    assert {one.body for one in due.items(None, TODAY)} == {A, C}


def test_the_same_on_each_database(either_world: World, clock_at: object) -> None:
    clock_at(asking.NOW)  # type: ignore[operator]
    asking.build()
    campaign = asking.asked()
    asking.replied(campaign, A, received_on=date(2026, 11, 10))
    asking.read(campaign, A, "utan_plan", "utan_plan")
    found = queries.whole(campaign, TODAY)
    assert (found.classes["utan_plan"], found.states["answered"]) == (1, 1)
    assert due.counts(COUNCIL, TODAY) == {"reply": 3}


def test_a_campaign_is_read_in_as_many_reads_however_many_were_asked(made: Asking, reads_of: object) -> None:
    few = asking.asked("few", bodies=(A,))
    many = asking.asked(
        "many", bodies=tuple(bodies.area(code) for code in ("01", "03", "04", "05", "06", "17", "20"))
    )
    for body in ("01", "03", "17", "20"):
        asking.replied(many, bodies.area(body))
    asking.replied(few, A)
    assert reads_of(few) == reads_of(many) <= 7  # type: ignore[operator]
