"""Canonical bodies and hashes, held against an independent implementation of RFC 8785."""

from __future__ import annotations

import hashlib

import msgspec
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from lindra.record import chain, facts
from lindra.record.envelope import When, stamp
from lindra.record.kinds import KINDS
from record.sequences import NOW, event, events_of, steps


@given(steps)
def test_the_body_is_rfc_8785(done):
    for one in events_of(done):
        body = chain.canonical(one)
        assert body == rfc8785.dumps(msgspec.json.decode(body))


@given(st.text())
def test_any_text_is_written_as_the_standard_writes_it(text):
    one = event(facts.Withdrawn(reason=text), When.at(NOW), 1, corrects="x")
    assert chain.canonical(one) == rfc8785.dumps(msgspec.json.decode(chain.canonical(one)))


@given(steps)
def test_a_body_reads_back_as_it_was(done):
    for one in events_of(done):
        fields = chain.read(chain.canonical(one))
        assert all(getattr(fields, name) == getattr(one, name) for name in fields.__struct_fields__)


def test_no_kind_has_a_floating_number():
    """Floats have several texts for one value and would not hash alike everywhere."""
    for name, fact in KINDS.items():
        assert not list(_floats(fact.model_json_schema(mode="serialization"))), name


def test_the_guard_against_floats_finds_one():
    assert list(_floats({"properties": {"share": {"type": "number"}}})) == [{"type": "number"}]


def _floats(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "number":
            yield schema
        for value in schema.values():
            yield from _floats(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _floats(value)


def test_each_hash_covers_all_that_came_before():
    salt, body = bytes(32), b"{}"
    digest = chain.digest(salt, body)
    first = chain.link(chain.GENESIS, "p", 1, stamp(NOW), digest)
    assert first == hashlib.sha256(bytes(32) + f"p\n1\n{stamp(NOW)}\n".encode() + digest).digest()
    assert chain.link(first, "p", 2, stamp(NOW), digest) != chain.link(bytes(32), "p", 2, stamp(NOW), digest)


def test_a_salt_is_32_random_bytes():
    assert len({chain.new_salt() for _ in range(100)}) == 100
    assert len(chain.new_salt()) == 32
