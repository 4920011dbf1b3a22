"""The access log in chains: rows of before become one chain, in the order they were written."""

from django.conf import settings
from django.db import migrations, models

from lindra.ids import new_id
from lindra.privacy.log import anchors
from lindra.privacy.log import rules as log_rules
from lindra.record import chain

ACCESS = {"model_name": "accessentry"}
"""For the router: this step belongs to the access log's database."""
COLUMNS = ("staff", "assignment", "unit", "provider", "purpose", "patients", "what", "right", "outcome")


def chain_rows(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, at, {log_rules.quoted(COLUMNS)} FROM privacy_access ORDER BY id")  # noqa: S608
        rows = cursor.fetchall()
        if not rows:
            return
        own, value = new_id(), chain.GENESIS
        for seq, (identifier, at, *content) in enumerate(rows, 1):
            entry, salt = log_rules.Entry(**dict(zip(COLUMNS, content, strict=True))), chain.new_salt()
            digest = chain.digest(salt, log_rules.body(entry))
            value = log_rules.link(value, own, identifier, seq, at, digest)
            cursor.execute(
                "UPDATE privacy_access SET chain = %s, seq = %s, digest = %s, hash = %s, salt = %s, title = '', "
                "role = '' WHERE id = %s",
                [own, seq, digest, value, salt, identifier],
            )
        cursor.execute(
            "INSERT INTO privacy_access_head (chain, seq, hash, named) VALUES (%s, %s, %s, 0)",
            [own, seq, value],
        )
    anchors.append(settings.LINDRA_HOME, [anchors.Head(own, seq, value, last=True)])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AccessHead",
            fields=[
                ("chain", models.TextField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("named", models.BigIntegerField()),
            ],
            options={"db_table": "privacy_access_head"},
        ),
        migrations.CreateModel(
            name="AccessName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "patient", "entry", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("patient", models.TextField()),
                ("entry", models.TextField()),
            ],
            options={"db_table": "privacy_access_name"},
        ),
        migrations.AddIndex(
            model_name="accessname",
            index=models.Index(fields=["entry"], name="privacy_access_name_entry"),
        ),
        migrations.CreateModel(
            name="AccessWeeding",
            fields=[
                ("entry", models.TextField(primary_key=True, serialize=False)),
                ("before", models.TextField()),
            ],
            options={"db_table": "privacy_access_weeding"},
        ),
        *(
            migrations.AddField(model_name="accessentry", name=name, field=field)
            for name, field in (
                ("chain", models.TextField(null=True)),
                ("seq", models.BigIntegerField(null=True)),
                ("digest", models.BinaryField(null=True)),
                ("hash", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("title", models.TextField(null=True)),
                ("role", models.TextField(null=True)),
            )
        ),
        migrations.RunPython(chain_rows, migrations.RunPython.noop, hints=ACCESS),
        *(
            migrations.AlterField(model_name="accessentry", name=name, field=field)
            for name, field in (
                ("chain", models.TextField()),
                ("seq", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("hash", models.BinaryField()),
                *((name, models.TextField(null=True)) for name in COLUMNS),
            )
        ),
        migrations.AddConstraint(
            model_name="accessentry",
            constraint=models.UniqueConstraint(fields=("chain", "seq"), name="privacy_access_chain_seq"),
        ),
    ]
