"""The database itself refuses to change or remove entries."""

from django.db import migrations

from lindra.record import triggers


def add(apps, schema_editor):
    for sql in triggers.SQLITE if schema_editor.connection.vendor == "sqlite" else triggers.POSTGRES:
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
