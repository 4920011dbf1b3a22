"""The pages of documents: who sees what, who writes, what is wrong said beside the field, in both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from governance.documents.agreed import TODAY, Agreed, made, promised
from lindra.governance.documents import queries
from lindra.governance.models import Document, DocumentRead, Obligation

Visit = Callable[..., Client]
URL = "/governance/documents/"
POSTED = {
    "title": "Överenskommelse", "kind": "agreement", "owner": "Chefen", "decided_by": "Nämnden",
    "decided_on": "2026-01-01", "valid_from": "2026-01-01", "interval": "12",
}  # fmt: skip


def text(client: Client, url: str, status: int = 200) -> str:
    """What a page says, without its markup."""
    response = client.get(url)
    assert response.status_code == status, f"{url}: {response.status_code}"
    return plain(response.content.decode())


def plain(body: str) -> str:
    body = re.sub(r"(?s)<head>.*?</head>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u202f", " ").split())


def test_what_nobody_owns_and_what_has_expired_stands_first(of: Agreed, visit: Visit) -> None:
    made(of, title="Gäller")
    made(of, title="Slut", valid_to=TODAY - timedelta(days=1))
    made(of, title="Herrelös", owner="", interval=None)
    page = text(visit(of.mas, "followup"), URL)
    order = [page.index(word) for word in ("Without an owner 1", "Expired 1", "Herrelös", "Slut", "Gäller")]
    assert order == sorted(order)
    assert "Slut" not in text(visit(of.mas, "followup"), f"{URL}?show=ownerless")


def test_a_list_is_searched_narrowed_and_paged(of: Agreed, visit: Visit) -> None:
    for number in range(queries.PAGE + 1):
        made(of, title=f"Rutin {number:02}", kind="routine")
    made(of, title="Regionens egen", parties=(of.region,))
    client = visit(of.mas, "followup")
    first, second = (
        text(client, f"{URL}?show=in_force&kind=routine"),
        text(client, f"{URL}?show=in_force&kind=routine&page=2"),
    )
    assert ("Rutin 49" in first, "Rutin 50" in first, "Rutin 50" in second) == (True, False, True)
    assert "Rutin 07" in text(client, f"{URL}?words=rutin+07")
    assert "Rutin 08" not in text(client, f"{URL}?words=rutin+07")
    assert "Regionens egen" in text(client, URL + "?words=egen")
    assert "Regionens egen" not in text(client, URL + "?words=egen&whose=ours")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_opens_for_who_governs(of: Agreed, visit: Visit, language: str) -> None:
    one = made(of)
    clause = promised(one, of)
    client = visit(of.council, "admin", language)
    for path in ("", "mine/", "obligations/", "new/", f"{one.pk}/", f"{one.pk}/change/", f"{one.pk}/revise/",
                 f"{one.pk}/repeal/", f"{one.pk}/obligations/new/", f"{one.pk}/obligations/{clause.pk}/"):  # fmt: skip
        assert text(client, URL + path)
    assert text(client, URL + "nothing/", 404)


def test_everybody_reads_and_says_so_and_only_who_governs_writes(of: Agreed, visit: Visit) -> None:
    one, other = made(of), made(of, title="Regionens", parties=(of.region,))
    nurse = visit(of.home, "care")
    assert "I have read it" in text(nurse, f"{URL}{one.pk}/")
    assert "What you can do" not in text(nurse, f"{URL}{one.pk}/")
    nurse.post(f"{URL}{one.pk}/read/")
    assert DocumentRead.objects.get().staff == of.home.staff.hsa_id
    assert "You have read this version" in text(nurse, f"{URL}{one.pk}/")
    for client, document, status in (
        (nurse, one, 403), (visit(of.mas, "followup"), one, 200), (visit(of.mas, "followup"), other, 403),
        (visit(of.quality, "followup"), other, 200), (visit(of.manager, "admin"), one, 403),
        (visit(of.council, "admin"), other, 200),
    ):  # fmt: skip
        assert client.get(f"{URL}{document.pk}/change/").status_code == status
    for place, purpose, document, status in (
        (of.home, "care", one, 403), (of.mas, "followup", one, 403), (of.quality, "followup", other, 200),
        (of.council, "admin", one, 200),
    ):  # fmt: skip
        assert visit(place, purpose).get(f"{URL}{document.pk}/repeal/").status_code == status, (
            "others promise too"
        )
    assert nurse.get(f"{URL}new/").status_code == 403
    assert nurse.post(f"{URL}{one.pk}/follow-up/", {"on": "2026-06-01", "seen": "1"}).status_code == 403


def test_a_proposal_is_never_shown_as_a_rule_in_force(of: Agreed, visit: Visit) -> None:
    annex = made(of, title="Bilaga 3", kind="annex")
    promised(annex, of, wording="Varje patient har en individuell vårdplan.")
    proposal = made(
        of, title="Förslag: bilaga 3 upphör", kind="proposal", decided_on=None, valid_from=None, interval=None,
        followed_up_on=None, concerns=annex.pk,
    )  # fmt: skip
    promised(proposal, of, wording="Planen skrivs av teamet.")
    client = visit(of.council, "admin")
    page = text(client, f"{URL}{proposal.pk}/")
    assert "Not decided: no rule in force" in page
    assert "Not owed now It is proposed, and no rule in force." in page
    assert " In force " not in page
    page = text(client, f"{URL}{annex.pk}/")
    assert "The proposal is not decided: what stands here still holds." in page
    assert "Förslag" not in text(client, f"{URL}?show=in_force")
    assert "Planen skrivs" not in text(client, f"{URL}obligations/")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"valid_to": "2025-12-31"}, "It ends before it starts. Change one of the two days."),
        ({"owner": ""}, "It is to be followed up, and nobody owns it."),
        ({"parties": "provider:nobody"}, "There is no such party: provider:nobody."),
        ({"interval": "often"}, "Write a whole number of months"),
        ({"kind": "proposal"}, "A proposal is not decided."),
        ({"parties": []}, "Choose at least one party that you answer for"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    of: Agreed, visit: Visit, told: dict[str, object], sentence: str
) -> None:
    response = visit(of.mas, "followup").post(f"{URL}new/", POSTED | {"parties": of.town} | told)
    assert response.status_code == 422
    body = response.content.decode()
    assert sentence in plain(body)
    assert 'role="alert"' in body
    assert 'value="Nämnden"' in html.unescape(body)
    assert not Document.objects.exists()


def test_a_document_is_made_revised_followed_up_and_repealed_through_the_pages(
    of: Agreed, visit: Visit
) -> None:
    client = visit(of.mas, "followup")
    client.post(f"{URL}new/", POSTED | {"parties": [of.town, of.region], "audience": of.home.unit})
    one = Document.objects.get()
    assert (one.title, queries.parties([one])[one.pk]) == ("Överenskommelse", [of.town, of.region])
    client.post(f"{URL}{one.pk}/obligations/new/", {
        "wording": "Läkartimmarna hålls.", "owes": of.region, "kind": "hours_held", "where": "municipality=1780",
        "seen": "1",
    })  # fmt: skip
    clause = Obligation.objects.get()
    assert (clause.told, clause.owes) == ({"place": "municipality=1780"}, of.region)
    assert "No hours are noted as agreed for Karlstad" in text(client, f"{URL}{one.pk}/")
    client.post(f"{URL}{one.pk}/follow-up/", {"on": "2026-06-01", "note": "Hålls inte", "seen": "2"})
    page = text(client, f"{URL}{one.pk}/")
    assert "last 2026-06-01, next by 2027-06-01" in page
    response = client.post(f"{URL}{one.pk}/follow-up/", {"on": "2026-06-02", "seen": "2"})
    assert response.status_code == 409
    assert "Somebody else has done something with the document" in plain(response.content.decode())
    client.post(
        f"{URL}{one.pk}/revise/",
        POSTED | {"parties": of.town, "decided_on": "", "valid_from": "", "interval": ""},
    )
    assert Document.objects.get(version=2).obligations.get().continues == clause.pk
    one.refresh_from_db()
    client = visit(of.council, "admin")
    response = client.post(f"{URL}{one.pk}/repeal/", {
        "repeal": "yes", "on": "2026-07-01", "decided_by": "Nämnden", "seen": str(one.number),
    })  # fmt: skip
    assert response.status_code == 422
    assert "Say whether it is moved or lost." in plain(response.content.decode())
    assert Document.objects.get(pk=one.pk).repealed_on is None
    client.post(f"{URL}{one.pk}/repeal/", {
        "repeal": "yes", "on": "2026-07-01", "decided_by": "Nämnden", "seen": str(one.number),
        f"marked-{clause.pk}": "lost", f"lost_why-{clause.pk}": "Avtalas i varje kommun",
    })  # fmt: skip
    page = text(client, f"{URL}{one.pk}/")
    assert "Lost" in page
    assert "Avtalas i varje kommun" in page
    assert Document.objects.get(pk=one.pk).repealed_on is not None


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": "share"}, "Choose what is counted."),
        ({"kind": "share", "measure": "coverage@1"}, "Write a share from 0 to 100 per cent."),
        ({"kind": "share", "measure": "coverage@1", "threshold": "101"}, "Write a share from 0 to 100 per cent."),
        ({"kind": "staffed", "function": "jourlinje_24_7", "areas": "17", "hours": "ofta"}, "Write hours of the week"),
        ({"kind": "hours_held"}, "Choose a municipality or a unit."),
        ({"kind": "report_by"}, "Choose the day by which it is to be done."),
        ({"kind": ""}, "Choose how it is checked."),
        ({"wording": ""}, "Write what is promised"),
    ],
)  # fmt: skip
def test_a_clause_says_what_it_lacks(of: Agreed, visit: Visit, told: dict[str, str], sentence: str) -> None:
    one = made(of)
    said = {"wording": "Rapport i tid.", "owes": of.region, "kind": "other", "seen": "1"} | told
    response = visit(of.council, "admin").post(f"{URL}{one.pk}/obligations/new/", said)
    assert response.status_code == 422
    assert sentence in plain(response.content.decode())
    assert not Obligation.objects.exists()


def test_what_one_must_know_is_told_until_one_has_read_it(of: Agreed, visit: Visit) -> None:
    one = made(of, audience=((of.home.unit, ""),))
    made(of, title="Upphävd", audience=((of.home.unit, ""),), valid_to=TODAY - timedelta(days=1))
    nurse = visit(of.home, "care")
    assert "1 of 1 not read" in text(nurse, URL)
    page = text(nurse, f"{URL}mine/")
    assert ("Not read" in page, "Upphävd" in page) == (True, False)
    nurse.post(f"{URL}{one.pk}/read/")
    assert "Not read" not in text(nurse, f"{URL}mine/")
    assert "1 of 1" in text(nurse, f"{URL}mine/")


def test_what_rests_on_it_is_told_before_it_ends(of: Agreed, visit: Visit) -> None:
    from lindra.access.models import Offering

    one = made(of, key="agreement:hospice", valid_to=TODAY + timedelta(days=60))
    for name, key in (("Hospicet", "agreement:hospice"), ("Teamet", "agreement:team")):
        Offering.objects.create(
            id=name, function="slutenvard_utanfor_sjukhus", provider=of.ward.provider, name=name,
            areas=["1780"] if name == "Teamet" else ["1780", "1715"], hours=[[0, 7 * 24 * 60]], agreement=key,
            valid_from=TODAY, stated_by="Regionen", stated_on=TODAY,
        )  # fmt: skip
    page = text(visit(of.mas, "followup"), f"{URL}{one.pk}/")
    assert "It holds no longer from 15 August 2026" in page
    assert "The care that rests on it: Hospicet" in page
    assert re.search(r"Kil Palliative beds outside hospital 168 ", page)
    assert "Karlstad Palliative beds" not in page, "another offering covers it"


def test_ten_thousand_documents_open_with_as_many_questions_as_ten(of: Agreed, visit: Visit) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            text(client, URL)
        return len(found)

    client = visit(of.council, "admin")
    made(of)
    made(of, owner="", interval=None)
    text(client, URL)
    few = asked()
    for number in range(40):
        made(of, title=f"Rutin {number:02}", valid_to=TODAY + timedelta(days=number - 20))
    assert asked() <= few + 6, "one or two questions for each group that is shown, none for a document"


def test_nobody_writes_a_document_that_only_binds_others(of: Agreed, visit: Visit) -> None:
    one = made(of)
    response = visit(of.mas, "followup").post(f"{URL}new/", POSTED | {"parties": of.region})
    assert response.status_code == 422
    response = visit(of.mas, "followup").post(
        f"{URL}{one.pk}/change/", POSTED | {"parties": of.region, "seen": "1"}
    )
    assert response.status_code == 422
    assert queries.parties([one])[one.pk] == [of.region, of.town]


@pytest.mark.parametrize("told", [{"valid_to": "9999-12-31"}, {"valid_from": "0001-01-01"}])
def test_a_day_that_cannot_be_reckoned_with_is_refused(
    of: Agreed, visit: Visit, told: dict[str, str]
) -> None:
    answer = visit(of.mas, "followup").post(f"{URL}new/", POSTED | told | {"parties": [of.town]})
    assert answer.status_code == 422
    assert "Choose a day from 1900-01-01 to 2199-12-31." in plain(answer.content.decode())


def test_a_follow_up_that_is_to_come_is_none(of: Agreed, visit: Visit) -> None:
    told = POSTED | {"followed_up_on": f"{TODAY + timedelta(days=1)}", "parties": [of.town]}
    answer = visit(of.mas, "followup").post(f"{URL}new/", told)
    assert "That day has not come yet." in plain(answer.content.decode())
    assert not Document.objects.exists()


def test_what_is_no_id_and_no_mark_is_kept_nowhere(of: Agreed, visit: Visit) -> None:
    client = visit(of.mas, "followup")
    client.post(f"{URL}new/", POSTED | {"id": "a/b", "parties": [of.town]})
    one = Document.objects.get()
    clause = {"id": "a/b", "seen": one.number, "wording": "x", "owes": of.town, "kind": "other"}
    client.post(f"{URL}{one.pk}/obligations/new/", clause)
    kept, one = Obligation.objects.get(), Document.objects.get()
    client.post(f"{URL}{one.pk}/repeal/", {"seen": one.number, f"marked-{kept.pk}": "nonsense"})
    assert Obligation.objects.get().marked == ""
    assert text(client, URL)
    assert text(client, f"{URL}{one.pk}/")


def test_a_share_is_kept_as_it_was_written(of: Agreed, visit: Visit) -> None:
    one = made(of)
    told = {"wording": "x", "owes": of.town, "kind": "share", "measure": "coverage@1", "threshold": "1.1"}
    visit(of.mas, "followup").post(f"{URL}{one.pk}/obligations/new/", told | {"seen": one.number})
    assert Obligation.objects.get().told["threshold"] == 0.011
