"""Which patients a row of the access log names, indexed when somebody asks: no page waits for fifty index rows."""

from __future__ import annotations

import json

from django.db import connections, transaction

from lindra.privacy.accesslog import DATABASE

_BATCH = 2000


def index() -> None:
    """Bring the index of patients up to the latest rows."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT chain FROM privacy_access_head WHERE named < seq")
        behind = [found[0] for found in cursor.fetchall()]
    for chain in behind:
        while _index_some(chain):
            pass


def _index_some(chain: str) -> bool:
    """Index the next rows of one chain; whether there may be more."""
    with transaction.atomic(using=DATABASE), connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.seq, a.patients FROM privacy_access a JOIN privacy_access_head h ON h.chain = a.chain "
            "WHERE a.chain = %s AND a.seq > h.named ORDER BY a.seq LIMIT %s",
            [chain, _BATCH],
        )
        rows = cursor.fetchall()
        named = {(patient, entry) for entry, _, patients in rows for patient in json.loads(patients or "[]")}
        cursor.executemany(
            "INSERT INTO privacy_access_name (patient, entry) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            sorted(named),
        )
        if rows:
            cursor.execute(
                "UPDATE privacy_access_head SET named = %s WHERE chain = %s AND named < %s",
                [rows[-1][1], chain, rows[-1][1]],
            )
    return len(rows) == _BATCH
