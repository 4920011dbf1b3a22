"""Rule files: what ships says where its numbers are from, and what is wrong with a file is said by its key."""

from __future__ import annotations

import csv
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from lindra.discharge.rulefile import BadRule, Rule, find, named, shipped
from lindra.discharge.steps import DATA

SOURCED = ("notice", "sip_call", "payment", "conditions", "average", "long_stay", "amounts")


def written(folder: Path, text: str) -> str:
    file = folder / "ours.toml"
    file.write_text(text)
    return str(file)


def test_the_statute_comes_first_and_regions_after() -> None:
    assert shipped() == (
        "national",
        "halland",
        "skane",
        "skane_proposed",
        "sormland",
        "stockholm",
        "vastra_gotaland",
    )


def test_the_statute_has_the_numbers_of_the_statute() -> None:
    rule = named("national")
    assert rule.notice.hours == 24
    assert (rule.sip_call.days, rule.sip_call.count) == (3, "calendar_days")
    assert (rule.payment.days, rule.payment.days_after_break, rule.payment.day_break) == (3, 4, time(12))
    assert rule.valid_from == date(2018, 1, 1)


@pytest.mark.parametrize("name", shipped())
def test_every_table_with_a_number_has_its_source_and_the_file_its_name(name: str) -> None:
    rule = named(name)
    assert rule.name == name
    assert rule.source
    for table in SOURCED:
        told = getattr(rule, table)
        if told != type(told)() if table in ("average", "long_stay") else True:
            assert told.source, table


@pytest.mark.parametrize("name", [name for name in shipped() if name != "national"])
def test_a_region_says_only_what_it_changes(name: str) -> None:
    text = (DATA / "rules" / f"{name}.toml").read_text()
    assert "[notice]" not in text
    assert "[payment]" not in text
    assert named(name).notice == named("national").notice


@pytest.mark.parametrize("name", [name for name in shipped() if named(name).kind == "average"])
def test_what_is_not_known_of_a_mean_is_null_and_has_its_reason(name: str) -> None:
    rule = named(name)
    assert rule.average.excess is None
    assert rule.why_unknown("average.excess")
    assert (rule.average.limit is None) == bool(rule.why_unknown("average.limit"))
    if rule.long_stay.over_days is not None:
        assert rule.long_stay.payable is None
        assert rule.why_unknown("long_stay.payable")


@pytest.mark.parametrize("name", shipped())
def test_what_is_a_working_model_is_named_by_its_key(name: str) -> None:
    for table in SOURCED:
        told = getattr(named(name), table)
        assert set(told.working_model) <= set(type(told).model_fields)
    assert named("vastra_gotaland").average.working_model == ("day_break", "zero_days")


def test_a_proposal_is_no_rule_in_force() -> None:
    rule, now = named("skane_proposed"), named("skane")
    assert (rule.status, now.status) == ("proposed", "in_force")
    assert (rule.average.day_break, now.average.day_break) == (time(0), time(12))
    assert rule.average.limit == now.average.limit == Decimal("2.8")


def test_no_amount_that_was_not_found_is_shipped() -> None:
    with (DATA / "amounts.csv").open() as file:
        for row in csv.DictReader(file):
            assert bool(row["sek"]) != bool(row["why"])
            assert not row["sek"] or row["source"]
            assert row["verified"] in ("yes", "no")


def test_a_file_that_changes_a_number_has_its_own_source_for_it(tmp_path: Path) -> None:
    rule = find(written(tmp_path, "[payment]\ndays = 5\n"))
    assert (rule.name, rule.payment.days, rule.payment.days_after_break) == ("ours", 5, 4)
    assert (rule.payment.source, rule.payment.verified) == ("stated in ours.toml", False)
    assert (rule.notice.source, rule.notice.verified) == ("SFS 2017:612 2 kap. 3 §", True)


def test_what_a_file_states_is_no_longer_unknown(tmp_path: Path) -> None:
    rule = find(written(tmp_path, 'based_on = "skane"\n[average]\nexcess = "mean_over_limit"\n'))
    assert rule.why_unknown("average.excess") == ""
    assert rule.why_unknown("exclusions.care")


def test_a_file_keeps_what_it_says_itself_is_not_known(tmp_path: Path) -> None:
    text = (
        'based_on = "skane"\n[average]\nlimit = 2\n[[not_known]]\nwhat = "average.limit"\nwhy = "a guess"\n'
    )
    assert find(written(tmp_path, text)).why_unknown("average.limit") == "a guess"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[payment\n", "no TOML"),
        ("days = 3\n", r"days: no such key. Allowed here: .*payment"),
        ("[payment]\ndags = 3\n", r"payment.dags: no such key. Allowed here: .*days_after_break"),
        ('[payment]\ndays = "three"\n', "payment.days: input should be a valid integer"),
        ("[payment]\ndays = -1\n", "payment.days: input should be greater than or equal to 0"),
        ('[payment]\ncount = "weeks"\n', "payment.count: input should be 'calendar_days' or 'working_days'"),
        ('[payment]\nday_break = "noon"\n', "payment.day_break: "),
        ('kind = "median"\n', "kind: input should be 'case' or 'average'"),
        ('[average]\nexcess = "all"\n', "average.excess: input should be 'mean_over_limit'"),
        ("[average]\nlimit = -2.8\n", "average.limit: "),
        ('[conditions]\nlate_notice = "maybe"\n', "'no_liability', 'from_then' or 'no_matter'"),
        ('based_on = "norway"\n', "based_on: no such rule. There are: national, halland"),
        ('payment = "three days"\n', "payment: "),
        ('deadlines = "soon"\n', "deadlines: "),
        ('[[deadlines]]\nname = "a"\nsince = "born"\n', r"deadlines.0.since: .*admitted"),
        ('[[deadlines]]\nname = "a"\n', "deadlines.0.since: is missing"),
        ('[[deadlines]]\nname = "a"\nuntil = 3\n', r"deadlines.0.until: no such key. Allowed here: .*within"),
        ("[amounts.sek]\nsoon = 9000\n", "amounts.sek.soon"),
        ("[amounts.sek]\n2026 = 0.001\n", "amounts.sek.2026"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_by_its_key_and_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BadRule, match=said):
        find(written(tmp_path, text))


def test_no_such_rule_names_those_that_there_are() -> None:
    with pytest.raises(BadRule, match=r"no such file\. There are: national, halland, skane"):
        find("blekinge")


def test_a_file_that_is_no_text_is_no_rule(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRule, match="no TOML"):
        find(str(tmp_path / "ours.toml"))


def test_rules_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        named("national").notice.hours = 25  # type: ignore[misc]
    assert isinstance(named("national"), Rule)
