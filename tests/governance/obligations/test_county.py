"""The obligations of the made-up county, held against its own record: some kept, some broken, some not decidable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from helpers.worlds import World, sqlite_world
from lindra import clock
from lindra.governance.documents import cli
from lindra.governance.models import Document, Obligation
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.kept import Kept
from lindra.record.export import keyed_with
from lindra.synthetic import generator, sinks
from lindra.synthetic.generator import UNTIL
from lindra.synthetic.governing import documents, hours, offerings

PEOPLE = 260
"""Enough that the county has some of each; made in seconds."""


@dataclass(frozen=True)
class Held:
    """The world, and what the command says of each obligation."""

    world: World
    told: dict[str, Any]

    def __getitem__(self, slug: str) -> dict[str, Any]:
        """What is said of one."""
        [found] = [one for one in self.told["obligations"] if one["id"] == documents.obligation_id(slug)]
        return found


def said(command: click.Command) -> dict[str, Any]:
    """What a command says as JSON."""
    done = CliRunner().invoke(command, ["--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def held(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """The organisation and two people in a world, beside it the export and cube of some hundred; nothing is changed."""
    clock.fix(UNTIL)
    try:
        with sqlite_world(sqlite_template, tmp_path_factory.mktemp("agreed") / "home") as world:
            stories = list(generator.county(patients=PEOPLE))
            sinks.load(stories[:1])
            for part in (offerings, hours, documents):
                part.plant(UNTIL)
            kept = Kept(world.home)
            sinks.to_parquet(stories, kept.export, keyed_with("key"), with_log=False)
            promised = {one.told["measure"] for one in Obligation.objects.filter(kind="share")}
            measures = [
                one for one in catalogue.measures() if one.key in promised and one.subject == "deaths"
            ]
            run(kept.export, kept.cube("own"), measures, UNTIL)
            yield Held(world, said(cli.obligations))
    finally:
        clock.fix(None)


def test_at_least_three_agreements_are_checked_one_kept_one_broken_one_not_decidable(held: Held) -> None:
    agreements = {one["key"]: set() for one in held.told["obligations"]}
    for one in held.told["obligations"]:
        agreements[one["key"]].add(one["state"])
        assert one["why"], "each says why"
    assert "kept" in agreements["agreement:team"]
    assert agreements["agreement:register-reports"] == {"broken"}
    assert agreements["agreement:line"] == {"undecidable"}
    assert agreements["agreement:physicians-municipal-care"] == {"kept", "broken", "undecidable"}


def test_physician_hours_are_broken_in_one_municipality_and_kept_in_the_others(held: Held) -> None:
    states = {code: held[f"hours-{code}"]["state"] for code in ("1780", "1715", "1782", "1783", "1784")}
    assert states == {"1780": "kept", "1715": "kept", "1782": "kept", "1783": "broken", "1784": "kept"}
    assert any(held[f"hours-{code}"]["told"]["short"] for code in ("1780", "1715", "1782", "1784"))
    told = held["hours-1783"]["told"]
    assert told["held"] < told["agreed"]
    assert held["hours-1783"]["why"][0].startswith(
        f"{told['held']:.0f} hours were held of {told['agreed']:.0f}"
    )


def test_what_is_said_of_a_share_is_what_the_stories_tell(held: Held) -> None:
    """Reports within 21 days, counted here from what was told of each death, month by month."""
    told = held["reports-county"]["told"]
    of = met = 0
    for story in generator.county(patients=PEOPLE):
        kinds = {entry.fact.kind: step.at for step in story.steps for entry in step.entries}
        died, reported = kinds.get("died"), kinds.get("death_reported")
        if died is None or story.plan.opted_out:
            continue
        died_on = clock.day(story.plan.ends)
        if told["first"] <= f"{died_on:%Y-%m}" <= told["last"]:
            of += 1
            met += reported is not None and (clock.day(reported) - died_on).days <= 21
    assert (told["met"], told["of"]) == (met, of)
    assert told["value"] == met / of
    assert met / of < 0.9


def test_a_line_whose_calls_nobody_records_is_not_decidable_and_says_so(held: Held) -> None:
    one = held["line-staffed"]
    assert one["state"] == "undecidable"
    assert "Nothing in the record shows" in one["why"][0] or "states nothing" in one["why"][0]


def test_what_is_no_rule_in_force_binds_nobody(held: Held) -> None:
    assert held["guideline-mouth"]["reason"] == "expired"
    assert held["as-needed-ordered"]["reason"] == "repealed"
    assert held["programme-talk"]["reason"] == "replaced"


def test_the_annex_promises_each_patients_plan_and_its_repeal_is_only_proposed(held: Held) -> None:
    assert held["annex-care-plan"]["document_state"] == "in_force"
    found = {one["id"]: one for one in said(cli.documents)["documents"]}
    proposal = found[documents.document_id("annex-proposal")]
    assert (proposal["state"], proposal["kind"]) == ("proposed", "proposal")
    assert found[documents.document_id("municipal-guideline")]["faults"][0] == "expired"
    assert "no_owner" in found[documents.document_id("transitions")]["faults"]
    assert found[documents.document_id("hospice")]["state"] == "expiring"


def test_it_is_made_the_same_every_time(held: Held) -> None:
    before = list(Document.objects.order_by("id").values_list("id", "number", "follow_up_on"))
    documents.plant(UNTIL)
    hours.plant(UNTIL)
    assert list(Document.objects.order_by("id").values_list("id", "number", "follow_up_on")) == before
