"""What the database itself refuses, in SQL for both databases.

An entry may not be deleted, nor changed, but for body, salt and copied columns set to null where a destruction
names it. The roll, and what was destroyed by which decision, may not be changed or deleted from.
(SFS 2008:355 3 kap. 14 §, 8 kap. 4 §.)
"""

from __future__ import annotations

COPIED = ("kind", "occurred_from", "unit", "provider", "act", "corrects")
KEPT = ("id", "patient", "seq", "recorded_at", "digest", "hash")

_EMPTIED = " AND ".join(f"NEW.{name} IS NULL" for name in ("body", "salt", *COPIED))
_UNCHANGED = " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT)
_NAMED = "EXISTS (SELECT 1 FROM record_destroyed d WHERE d.event = OLD.id)"
ALLOWED = f"({_EMPTIED} AND {_UNCHANGED} AND {_NAMED})"

DECISIONS = ("record_destruction", "record_destroyed")

SQLITE = [
    f"""CREATE TRIGGER record_event_update BEFORE UPDATE ON record_event WHEN NOT {ALLOWED}
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER record_event_delete BEFORE DELETE ON record_event
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER record_roll_update BEFORE UPDATE ON record_roll
    BEGIN SELECT RAISE(ABORT, 'the roll is append-only'); END""",
    """CREATE TRIGGER record_roll_delete BEFORE DELETE ON record_roll
    BEGIN SELECT RAISE(ABORT, 'the roll is append-only'); END""",
    *(
        f"""CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, 'destructions are append-only'); END"""
        for table in DECISIONS
        for act in ("UPDATE", "DELETE")
    ),
]

POSTGRES = [
    """CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    f"""CREATE FUNCTION record_event_guard() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NOT {ALLOWED} THEN RAISE EXCEPTION 'the log is append-only'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER record_event_update BEFORE UPDATE ON record_event
    FOR EACH ROW EXECUTE FUNCTION record_event_guard()""",
    """CREATE TRIGGER record_event_delete BEFORE DELETE ON record_event
    FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_roll_change BEFORE UPDATE OR DELETE ON record_roll
    FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_event_truncate BEFORE TRUNCATE ON record_event
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_roll_truncate BEFORE TRUNCATE ON record_roll
    FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
    *(
        f"""CREATE TRIGGER {table}_{name} BEFORE {acts} ON {table}
    FOR EACH {each} EXECUTE FUNCTION record_refuse()"""
        for table in DECISIONS
        for name, acts, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))
    ),
]
