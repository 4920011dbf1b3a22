"""Apache Spark: the same steps, on this machine (``local[2]``) or a cluster by its master's address (``--master``).

PySpark is an extra of the program (``spark``) and needs Java. Files are read and written where the cluster sees
them: the export and the cube lie on a disk that all of it shares.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lindra.measures.counting import stays
from lindra.measures.counting.engines.common import Each, Notes, months, place, tables
from lindra.measures.counting.plan import ROWS, Plan
from lindra.measures.schema import SCHEMA
from lindra.measures.strata import Grouping
from lindra.record.derive import PEOPLE_COLUMNS, log_columns
from lindra.record.layers import Manifest

LOCAL = "local[2]"
MEMORY = "3g"
"""Of the one process, where it runs on this machine."""


class NoSpark(LookupError):
    """PySpark or Java is not here; says what to do."""


@contextmanager
def session(master: str = LOCAL, **further: str) -> Iterator[Any]:
    """A Spark session; it ends with the block. Further settings by their names, with ``__`` for each dot."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark("PySpark is not installed; install the extra: pip install 'lindra[spark]'") from error
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise NoSpark("Spark needs Java; on Debian: apt install default-jre-headless")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as scratch:
        builder = SparkSession.builder.master(master).appName("lindra measures")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "true",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
            "spark.sql.warehouse.dir": scratch,
            "spark.local.dir": scratch,
            "spark.driver.memory": MEMORY,
            "spark.driver.bindAddress": "127.0.0.1" if master.startswith("local") else "0.0.0.0",  # noqa: S104
            "spark.sql.codegen.maxFields": "400",
        }
        if master.startswith("local"):
            settings["spark.driver.host"] = "127.0.0.1"
        settings |= {name.replace("__", "."): value for name, value in further.items()}
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        try:
            yield spark
        finally:
            spark.stop()


def count(
    manifest: Manifest, plan: Plan, folder: Path, each: Each = iter, *, spark: Any = None, master: str = LOCAL
) -> Notes:
    """Count a plan over an export and write its cells; a session that is given is used and left open."""
    if spark is None:
        with session(master) as own:
            return count(manifest, plan, folder, each, spark=own)
    notes = Notes()
    if plan.subject == "deaths":
        files = [str(path) for found in months(manifest).values() for path in found]
        rows = spark.read.option("basePath", str(manifest.folder / "last_year")).parquet(*files)
        rows.select(*SCHEMA).createOrReplaceTempView("last_year")
        spark.sql(plan.rows_sql("databricks")).createOrReplaceTempView(ROWS)
    else:
        _stay_tables(spark, manifest, notes)
    found = spark.sql(plan.subjects_sql("databricks")).cache()
    try:
        found.createOrReplaceTempView("subjects")
        notes.add(tuple(row) for row in spark.sql(plan.faults_sql("databricks")).collect())
        for grouping in each(plan.groupings):
            _cells(spark, plan, grouping, folder)
    finally:
        found.unpersist()
    return notes


def _stay_tables(spark: Any, manifest: Manifest, notes: Notes) -> None:
    for kind, files in tables(manifest, notes).items():
        columns = PEOPLE_COLUMNS if kind == "people" else log_columns(kind)
        if files:
            rows = spark.read.parquet(*(str(path) for path in files)).select(*columns)
        else:
            rows = spark.createDataFrame(
                [], ", ".join(f"`{name}` {_TYPES.get(each, each)}" for name, each in columns.items())
            )
        rows.createOrReplaceTempView(stays.name_of(kind))


_TYPES = {"VARCHAR": "STRING"}


def _cells(spark: Any, plan: Plan, grouping: Grouping, folder: Path) -> None:
    """Write the cells of a grouping: one file a year, taken out of the folders that Spark writes."""
    into = place(folder, plan.subject, grouping.name)
    rows = spark.sql(plan.cells_sql(grouping, "databricks")).coalesce(1)
    beside = into.with_name(f".{into.name}.parts")
    rows.sortWithinPartitions("year", *grouping.by, "period").write.mode("overwrite").partitionBy(
        "year"
    ).option("compression", "zstd").parquet(str(beside))
    into.mkdir(parents=True, exist_ok=True)
    for part in beside.glob("year=*/part-*.parquet"):
        part.replace(into / f"{part.parent.name.partition('=')[2]}.parquet")
    shutil.rmtree(beside)
