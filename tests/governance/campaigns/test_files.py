"""Replies from a file, and the commands: bad rows named, the rest done, twice the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from governance.campaigns import asking
from governance.campaigns.asking import BY, Asking
from lindra.governance.campaigns import cli, importing, queries
from lindra.governance.campaigns.importing import Read, WrongFile
from lindra.governance.models import Campaign, Commitment, Point, Reply

HEAD = "body,who,who_said,kind,received_on,function,text,when,due,owner,status,source,class\n"
GOOD = (
    "17,director,Direktören,,2026-11-10,mottagning,Vi öppnar en mottagning,hösten 2026,,Områdeschef,planerad,s. 1,"
    "konkret_plan\n"
    "17,director,Direktören,,2026-11-10,hemsjukvard,Vi har redan hemsjukvård,,,,befintlig,s. 1,konkret_plan\n"
    "area:20,opposition,Partiet,late,,jourlinje_24_7,Vi vill ha en jourlinje,på sikt,,,avsikt,s. 2,\n"
)
BAD = (
    "12,body,,,,annan,Vi tillfrågades aldrig,,,,befintlig,,\n"
    "21,body,,,,annan,Något,,,,kanske,,\n"
    "21,body,,,,annan,Något,,,,befintlig,,halvbra\n"
    "21,body,,,i går,annan,Något,,,,befintlig,,\n"
    "21,body,,,2027-01-01,annan,Något,,,,befintlig,,\n"
    "21,body,,,,annan,,,,,befintlig,,\n"
)


def imported(tmp_path: Path, text: str, campaign: Campaign) -> Read:
    file = tmp_path / "replies.csv"
    file.write_text(text, encoding="utf-8")
    return importing.read(campaign, file, BY)


def test_rows_of_one_voice_are_one_reply_and_what_acts_is_a_promise(made: Asking, tmp_path: Path) -> None:
    campaign = asking.asked()
    found = imported(tmp_path, HEAD + GOOD, campaign)
    assert (found.replies, found.points, found.promises, found.classes, found.wrong) == (2, 3, 2, 1, [])
    dated, undated = (
        Commitment.objects.order_by("due").filter(due__isnull=False),
        Commitment.objects.filter(due=None),
    )
    assert [(str(one.due), one.due_said, one.owner) for one in dated] == [
        ("2026-11-30", "hösten 2026", "Områdeschef")
    ]
    assert [(one.title, one.owner) for one in undated] == [("Vi vill ha en jourlinje", "Partiet")]
    assert found.without_day == ["row 4: Region Dalarna: Vi vill ha en jourlinje"]


def test_what_is_wrong_is_named_with_its_row_and_the_rest_is_done(made: Asking, tmp_path: Path) -> None:
    campaign = asking.asked()
    found = imported(tmp_path, HEAD + BAD + GOOD, campaign)
    assert (found.replies, found.points, found.promises) == (2, 3, 2)
    assert [one.split(":")[0] for one in found.wrong] == [f"row {number}" for number in range(2, 8)]
    told = "\n".join(found.wrong)
    for named in (
        "Region Skåne (area:12) was not asked",
        "kanske",
        "halvbra",
        "'i går' is no day",
        "2027-01-01",
        "text",
    ):
        assert named in told
    assert not Point.objects.filter(text="Något").exists(), "nothing of a bad row is kept"


def test_the_same_file_twice_notes_everything_once(made: Asking, tmp_path: Path) -> None:
    campaign = asking.asked()
    imported(tmp_path, HEAD + GOOD, campaign)
    again = imported(tmp_path, HEAD + GOOD, campaign)
    assert (again.replies, again.points, again.promises, again.already, again.wrong) == (0, 0, 0, 3, [])
    assert (Reply.objects.count(), Point.objects.count(), Commitment.objects.count()) == (2, 3, 2)


def test_a_second_class_from_a_file_is_no_second_reader(made: Asking, tmp_path: Path) -> None:
    campaign = asking.asked()
    imported(tmp_path, HEAD + GOOD, campaign)
    found = imported(tmp_path, HEAD + GOOD.replace("konkret_plan", "utan_plan"), campaign)
    assert len(found.wrong) == 2
    assert queries.whole(campaign, asking.TODAY).classes["konkret_plan"] == 1


NO_SUCH_FILE = [
    (b"body,status\n17,befintlig\n", "no column text"),
    (b"body,text,status,mood\n", "unknown columns mood"),
    ("body,text,status\n17,Öppnar,avsikt\n".encode("latin-1"), "UTF-8"),
    (b"", "no column body, text, status"),
]


def test_what_is_no_such_file_is_refused_whole(made: Asking, tmp_path: Path) -> None:
    file, campaign = tmp_path / "x.csv", asking.asked()
    for content, told in NO_SUCH_FILE:
        file.write_bytes(content)
        with pytest.raises(WrongFile, match=told):
            importing.read(campaign, file, BY)


# The commands


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.campaign, list(words))


def test_load_and_show_count_5_8_7_1(made: Asking) -> None:
    assert run("show", "2026").exit_code == 2, "there is none yet"
    for _ in range(2):
        loaded = run("load", "2026")
        assert (loaded.exit_code, "21 asked, 25 replies, 105 promises" in loaded.output) == (0, True)
    shown = run("show", "2026", "--json")
    told = json.loads(shown.stdout)
    assert told["classes"] == {"konkret_plan": 5, "delvis_plan": 8, "utan_plan": 7, "ej_svar": 1}
    assert [(one["value"], one["counted"]) for one in told["stated"]] == [(15, 16)]
    assert told["second_reading"] == "not done"
    assert told["agreement"]["kappa"] is None
    assert len(told["recipients"]) == 21
    assert sum(len(one["promises"]) for one in told["recipients"]) == told["promises"]["all"] == 105
    assert all(reply["received_on"] is None for one in told["recipients"] for reply in one["replies"])
    assert told["promises"]["without_day"] == sum(made.due is None for made in Commitment.objects.all())


def test_loading_before_the_report_says_why(made: Asking, clock_at: object) -> None:
    clock_at("2026-06-01T12:00:00+02:00")  # type: ignore[operator]
    found = run("load", "2026")
    assert found.exit_code == 1
    assert "LINDRA_NOW" in found.output


def test_import_replies_ends_partly_where_a_row_is_wrong(made: Asking, tmp_path: Path) -> None:
    asking.asked()
    file = tmp_path / "replies.csv"
    file.write_text(HEAD + GOOD, encoding="utf-8")
    good = run("import-replies", str(file), "--campaign", "made-up", "--json")
    assert good.exit_code == 0
    assert "row 4: Region Dalarna: Vi vill ha en jourlinje: a promise without a day, kept" in good.stderr
    file.write_text(HEAD + BAD + GOOD, encoding="utf-8")
    partly = run("import-replies", str(file), "--campaign", "made-up", "--json")
    assert partly.exit_code == 1
    assert "was not asked" in partly.stderr
    assert len(json.loads(partly.stdout)["wrong"]) == 6
    assert run("import-replies", str(file), "--campaign", "none").exit_code == 2
