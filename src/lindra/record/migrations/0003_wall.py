"""Row-level security on PostgreSQL: the database gives no row of a patient's content that has not been opened."""

from django.db import migrations

from lindra.record import wall


def add(apps, schema_editor):
    for sql in wall.POLICIES if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only"), ("people", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
