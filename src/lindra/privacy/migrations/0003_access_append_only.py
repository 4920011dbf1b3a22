"""The database itself refuses to change or remove entries of the access log."""

from django.db import migrations

from lindra.privacy.log import triggers as log_triggers


def add(apps, schema_editor):
    for sql in log_triggers.SQLITE if schema_editor.connection.vendor == "sqlite" else log_triggers.POSTGRES:
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_access_chain")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop, hints={"model_name": "accessentry"})]
