"""What the database itself refuses of the access log, in SQL for both databases.

An entry may not be deleted, nor changed, but for salt and content set to null where it is older than a weeding that
stands in ``privacy_access_weeding``. A head only moves forward. A weeding may not be changed or deleted.
"""

from __future__ import annotations

from lindra.privacy.log.rules import CONTENT, KEPT

_EMPTIED = " AND ".join(f'NEW."{name}" IS NULL' for name in ("salt", *CONTENT))
_UNCHANGED = " AND ".join(f'NEW."{name}" = OLD."{name}"' for name in KEPT)
_WEEDED = "EXISTS (SELECT 1 FROM privacy_access_weeding w WHERE OLD.at < w.before)"
ALLOWED = f"({_EMPTIED} AND {_UNCHANGED} AND {_WEEDED})"
FORWARD = "(NEW.chain = OLD.chain AND (NEW.seq > OLD.seq OR (NEW.seq = OLD.seq AND NEW.hash = OLD.hash)))"

_SAYS = "the access log is append-only"


def _sqlite(table: str, act: str, unless: str = "") -> str:
    condition = f"WHEN NOT {unless} " if unless else ""
    return (
        f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    )


SQLITE = [
    _sqlite("privacy_access", "UPDATE", ALLOWED),
    _sqlite("privacy_access", "DELETE"),
    _sqlite("privacy_access_head", "UPDATE", FORWARD),
    _sqlite("privacy_access_head", "DELETE"),
    _sqlite("privacy_access_weeding", "UPDATE"),
    _sqlite("privacy_access_weeding", "DELETE"),
]


def _function(name: str, unless: str = "") -> str:
    test = f"IF {unless} THEN RETURN NEW; END IF; " if unless else ""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {test}RAISE EXCEPTION '{_SAYS}'; END $$"
    )


def _postgres(table: str, act: str, function: str, each: str = "ROW") -> str:
    return (
        f"CREATE TRIGGER {table}_{act.split()[0].lower()} BEFORE {act} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {function}()"
    )


POSTGRES = [
    _function("privacy_access_refuse"),
    _function("privacy_access_guard", ALLOWED),
    _function("privacy_access_forward", FORWARD),
    _postgres("privacy_access", "UPDATE", "privacy_access_guard"),
    _postgres("privacy_access", "DELETE", "privacy_access_refuse"),
    _postgres("privacy_access_head", "UPDATE", "privacy_access_forward"),
    _postgres("privacy_access_head", "DELETE", "privacy_access_refuse"),
    _postgres("privacy_access_weeding", "UPDATE OR DELETE", "privacy_access_refuse"),
    *(
        _postgres(table, "TRUNCATE", "privacy_access_refuse", "STATEMENT")
        for table in ("privacy_access", "privacy_access_head", "privacy_access_weeding")
    ),
]
