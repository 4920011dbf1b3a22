"""Parquet files of the nation, and the layer ``people/``, gathered from pieces."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lindra.record.derive import PEOPLE_COLUMNS
from lindra.synthetic.nation import levels
from lindra.synthetic.nation.draw import Flags, Index
from lindra.synthetic.nation.rows import NONE, TYPES, each

ROWS_A_GROUP = 131_072
UNLIKE = ("episode", "answers", "event")
"""Columns of which hardly two values are alike."""
BUCKETS = "0123456789abcdef"
PIECES = ".pieces"


def write(table: pa.Table, path: Path) -> None:
    """Write a table, plain text as text whatever way it lies in memory; in place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    pq.write_table(table, beside, compression="zstd", compression_level=1, row_group_size=ROWS_A_GROUP,
                   use_dictionary=[name for name in table.column_names if name not in UNLIKE],
                   store_schema=False)  # fmt: skip
    beside.replace(path)


def people(folder: Path, name: str, patient: pa.Array, municipality: Index, sex: Index, birth_year: Index,
           opted_out: Flags, protected: Flags) -> None:  # fmt: skip
    """Write a piece of the layer: some people, by the first digit of their pseudonym."""
    import numpy as np

    found: dict[str, Any] = {
        "patient": patient,
        "sex": each(pa.array(("female", "male")), sex),
        "birth_year": pa.array(birth_year.astype(np.int16)),
        "municipality": each(pa.array(levels.MUNICIPALITIES), np.where(protected, NONE, municipality)),
        "region": each(pa.array(levels.REGIONS), levels.region_of()[municipality]),
        "register_opt_out": pa.array(opted_out),
    }
    table = pa.table({column: found[column] for column in PEOPLE_COLUMNS})
    digit = pc.utf8_slice_codeunits(table["patient"], 0, 1)
    for bucket in BUCKETS:
        write(table.filter(pc.equal(digit, bucket)), folder / PIECES / f"bucket={bucket}" / f"{name}.parquet")


def gather(folder: Path) -> int:
    """Make the layer of its pieces, one bucket at a time, by pseudonym; how many people there are."""
    schema = pa.schema([(name, TYPES[kind]) for name, kind in PEOPLE_COLUMNS.items()])
    count = 0
    for bucket in BUCKETS:
        pieces = sorted((folder / PIECES / f"bucket={bucket}").glob("*.parquet"))
        table = pa.concat_tables(pq.ParquetFile(piece).read() for piece in pieces).cast(schema)
        write(table.sort_by("patient"), folder / f"bucket={bucket}" / "part.parquet")
        count += table.num_rows
    shutil.rmtree(folder / PIECES)
    return count
