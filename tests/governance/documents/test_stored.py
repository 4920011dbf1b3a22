"""Documents as they are kept: made, changed, revised, repealed, read; lists told by the same days as the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.documents import agreed
from governance.documents.agreed import TODAY, Agreed, by, made, promised
from governance.documents.test_states import DAYS, documents
from lindra.governance.documents import actions, due, queries, states
from lindra.governance.documents.actions import Refused, Stale
from lindra.governance.documents.queries import SHOWS, Filters
from lindra.governance.documents.repeal import Mark
from lindra.governance.documents.states import STATES, Days
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import actions as obligations
from lindra.governance.obligations.actions import Clause
from lindra.governance.seats import seat
from lindra.people import actions as people


def test_what_is_said_is_kept_with_its_history(either_of: Agreed) -> None:
    one = made(either_of)
    kept = queries.one(one.pk)
    assert kept is not None
    assert actions.said(kept) == replace(agreed.said(either_of), id=one.pk, key=one.key)
    assert kept.follow_up_on == date(2027, 1, 1)
    assert [act["act"] for act in kept.acts] == ["make"]
    changed = replace(actions.said(kept), owner="Verksamhetschef", interval=6)
    actions.change(kept, changed, by(either_of.council), seen=1)
    kept.refresh_from_db()
    assert (kept.owner, kept.follow_up_on) == ("Verksamhetschef", date(2026, 7, 1))
    assert kept.acts[1]["changed"] == {"interval": 6, "owner": "Verksamhetschef"}
    assert kept.acts[1]["by"] == either_of.council.staff.hsa_id


def test_a_page_sent_twice_makes_one(of: Agreed) -> None:
    said = agreed.said(of, id="x")
    assert actions.make(said, by(of.council)).pk == actions.make(said, by(of.council)).pk
    assert Document.objects.count() == 1


def test_who_acts_on_an_old_page_is_told(of: Agreed) -> None:
    one = made(of)
    actions.follow_up(one, TODAY, "", by(of.council), seen=1)
    old = queries.one(one.pk)
    assert old is not None
    with pytest.raises(Stale):
        actions.follow_up(old, TODAY, "", by(of.council), seen=1)


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"valid_to": date(2024, 12, 31)}, "valid_to", "ends_before_it_starts"),
        ({"owner": " "}, "owner", "interval_without_owner"),
        ({"parties": ("provider:nobody",)}, "parties", "no_such_party:provider:nobody"),
        ({"predecessor": "nothing"}, "predecessor", "no_such_document"),
        ({"title": ""}, "title", "no_title"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    of: Agreed, told: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        made(of, **told)
    assert refused.value.fields == {field: code}
    assert not Document.objects.exists()


def test_versions_that_go_round_are_refused(of: Agreed) -> None:
    first = made(of)
    second = made(of, predecessor=first.pk, decided_on=None, valid_from=None, followed_up_on=None)
    first.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.change(
            first, replace(actions.said(first), predecessor=second.pk), by(of.council), seen=first.number
        )
    assert refused.value.fields == {"predecessor": "loop"}


def test_a_version_goes_on_with_the_obligations_and_takes_its_place_once_decided(of: Agreed) -> None:
    first = made(of)
    clause = promised(first, of)
    draft = made(of, predecessor=first.pk, decided_on=None, valid_from=None, followed_up_on=None)
    first.refresh_from_db()
    assert (draft.key, draft.version, first.replaced_from) == (first.key, 2, None)
    [copied] = queries.obligations([draft])
    assert (copied.continues, copied.wording) == (clause.pk, clause.wording)
    decided = replace(actions.said(draft), decided_on=TODAY, valid_from=date(2026, 7, 1))
    actions.change(draft, decided, by(of.council), seen=draft.number)
    first.refresh_from_db()
    assert first.replaced_from == date(2026, 7, 1)
    assert first.acts[-1]["act"] == "replaced"
    assert queries.state(first, date(2026, 6, 30)) == "in_force"
    assert queries.state(first, date(2026, 7, 1)) == "replaced"


def test_it_is_not_repealed_before_each_obligation_is_moved_or_lost(either_of: Agreed) -> None:
    of = either_of
    annex, other = made(of, title="Bilaga 3", kind="annex"), made(of, title="Ny överenskommelse")
    plan, line = promised(annex, of, wording="Varje patient har en vårdplan."), promised(annex, of)
    target = promised(other, of, wording="Alla har en vårdplan.")
    annex.refresh_from_db()

    def attempt() -> None:
        obligations.repeal_document(annex, TODAY, "Vårdrådet", by(of.council), seen=annex.number)

    with pytest.raises(Refused) as refused:
        attempt()
    assert refused.value.fields == {
        f"obligation-{plan.pk}": "not_marked",
        f"obligation-{line.pk}": "not_marked",
    }
    obligations.mark(annex, {plan.pk: Mark(plan.pk, "moved", target.pk)}, by(of.council), seen=annex.number)
    with pytest.raises(Refused) as refused:
        attempt()
    assert refused.value.fields == {f"obligation-{line.pk}": "not_marked"}
    assert queries.state(annex, TODAY) == "in_force"
    obligations.mark(annex, {line.pk: Mark(line.pk, "lost", "", "Ersatt")}, by(of.council), seen=annex.number)
    attempt()
    annex.refresh_from_db()
    assert queries.state(annex, TODAY) == "repealed"
    assert [act["act"] for act in annex.acts][-3:] == ["mark", "mark", "repeal"]
    with pytest.raises(Refused):
        attempt()


def test_what_is_moved_to_a_document_that_is_only_proposed_is_lost(of: Agreed) -> None:
    annex = made(of, title="Bilaga 3")
    proposal = made(of, kind="proposal", decided_on=None, valid_from=None, interval=None, followed_up_on=None)
    plan, target = promised(annex, of), promised(proposal, of)
    annex.refresh_from_db()
    obligations.mark(annex, {plan.pk: Mark(plan.pk, "moved", target.pk)}, by(of.council), seen=annex.number)
    with pytest.raises(Refused) as refused:
        obligations.repeal_document(annex, TODAY, "Vårdrådet", by(of.council), seen=annex.number)
    assert refused.value.fields == {f"obligation-{plan.pk}": "moved_to_no_rule"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"wording": " "}, "wording"), ({"owes": "provider:nobody"}, "owes"), ({"owes": ""}, "owes"),
        ({"kind": "share"}, "measure"), ({"kind": "report_by", "told": {"by": "soon"}}, "by"),
        ({"first": date(2026, 2, 1), "last": date(2026, 1, 1)}, "last"), ({"kind": "hope"}, "kind"),
    ],
)  # fmt: skip
def test_a_clause_that_cannot_be_checked_as_it_says_is_refused(
    of: Agreed, told: dict[str, object], field: str
) -> None:
    one = made(of)
    with pytest.raises(Refused) as refused:
        promised(one, of, **told)
    assert field in refused.value.fields
    assert not Obligation.objects.exists()


def test_a_clause_is_changed_and_taken_out_with_its_history(of: Agreed) -> None:
    one = made(of)
    clause = promised(one, of)
    one.refresh_from_db()
    clause.document = one
    obligations.change(
        clause, Clause(wording="Inom två timmar.", owes=of.town), by(of.council), seen=one.number
    )
    with pytest.raises(Refused):
        obligations.take_out(clause, "  ", by(of.council), seen=one.number)
    obligations.take_out(clause, "Stod i en annan", by(of.council), seen=one.number)
    assert not Obligation.objects.exists()
    one.refresh_from_db()
    assert [act["act"] for act in one.acts] == ["make", "oblige", "reword", "take_out"]
    assert one.acts[-1]["wording"] == "Inom två timmar."


# Lists


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(documents(), min_size=1, max_size=8), on=DAYS)
def test_the_database_finds_each_state_as_the_rules_tell_it(of: Agreed, some: list[Days], on: date) -> None:
    Document.objects.all().delete()
    Document.objects.bulk_create(
        Document(
            id=str(number), key=str(number), kind=one.kind, title="t", decided_on=one.decided, valid_from=one.first,
            valid_to=one.last, replaced_from=one.replaced, repealed_on=one.repealed,
        )
        for number, one in enumerate(some)
    )  # fmt: skip
    for state in STATES:
        found = set(Document.objects.filter(queries.in_state(state, on)).values_list("id", flat=True))
        assert found == {str(number) for number, one in enumerate(some) if states.state(one, on) == state}


def test_nothing_is_overlooked_and_nothing_that_is_over_is_told(of: Agreed) -> None:
    ownerless = made(of, title="Utan", owner="", interval=None)
    expired = made(of, title="Slut", valid_to=TODAY - timedelta(days=1))
    late = made(of, title="Sen", followed_up_on=date(2025, 6, 14))
    soon = made(of, title="Snart", valid_to=TODAY, revise_on=TODAY - timedelta(days=1))
    over = made(of, title="Över", owner="", interval=None)
    actions.repealed(over, TODAY, "Nämnden", by(of.council), seen=1)
    told = {(item.what, item.key, item.late, item.owner) for item in due.items(None, TODAY)}
    assert told == {
        ("document_without_owner", ownerless.pk, True, ""), ("document_expired", expired.pk, True, "Avdelningschef"),
        ("follow_up", late.pk, True, "Avdelningschef"), ("document_expires", soon.pk, False, "Avdelningschef"),
        ("revision", soon.pk, True, "Avdelningschef"),
    }  # fmt: skip
    counted = queries.counts(Filters(), None, TODAY)
    assert {show: counted[show] for show in SHOWS} == {
        "ownerless": 1, "expired": 1, "follow_up": 1, "expiring": 1, "proposed": 0, "in_force": 3,
        "coming": 0, "over": 1,
    }  # fmt: skip


def test_a_seat_sees_what_is_its_own_and_a_council_everything(of: Agreed) -> None:
    both, theirs = made(of), made(of, title="Regionens", parties=(of.region,))
    made(of, title="Utan", owner="", interval=None, parties=(of.region,))
    mas, council = seat(of.mas.reader("followup")), seat(of.council.reader("admin"))
    unit = seat(of.manager.reader("admin"))
    assert set(Document.objects.filter(queries.theirs(mas, TODAY))) == {both}
    assert Document.objects.filter(queries.theirs(council, TODAY)).count() == 3
    assert not Document.objects.filter(queries.theirs(unit, TODAY)).exists()
    assert due.counts(mas, TODAY)["document_without_owner"] == 0
    assert due.counts(council, TODAY)["document_without_owner"] == 1
    promised(theirs, of, owes=of.town)
    assert set(Document.objects.filter(queries.theirs(mas, TODAY))) == {both, theirs}


def test_who_must_know_and_who_has_read_is_counted_by_version(of: Agreed) -> None:
    one = made(of, audience=((of.home.unit, "manager"), (of.ward.unit, "")))
    assert [found.pk for found in queries.must_know(of.home.unit, "manager", TODAY)] == [one.pk]
    assert queries.must_know(of.home.unit, "sjuksköterska", TODAY) == []
    reading = queries.reading(one.pk, TODAY)
    assert (reading.people, reading.of, reading.units, reading.of_units) == (0, 4, 0, 2)
    assert actions.read(one, of.manager.reader("admin"))
    assert not actions.read(one, of.manager.reader("admin"))
    actions.read(one, of.mas.reader("followup"))
    reading = queries.reading(one.pk, TODAY)
    assert (reading.people, reading.of, reading.units, reading.others) == (1, 4, 1, 1)
    assert reading.by_unit[of.home.unit] == (1, 1)
    later = made(of, predecessor=one.pk, audience=((of.home.unit, ""),), decided_on=None, valid_from=None,
                 followed_up_on=None)  # fmt: skip
    assert queries.reading(later.pk, TODAY).people == 0


def test_a_unit_where_nobody_works_has_not_read_it(of: Agreed) -> None:
    one = made(of, audience=((of.home.unit, "läkare"),))
    reading = queries.reading(one.pk, TODAY)
    assert (reading.of, reading.units, reading.of_units) == (0, 0, 1)
    new = people.add_staff("SE2321000016-S40", "Ny Läkare", "läkare")
    people.assign(new, of.home.unit, "läkare")
    assert queries.reading(one.pk, TODAY).of == 1
