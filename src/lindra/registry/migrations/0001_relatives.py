"""Whom a unit has asked, and what they answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("patient", models.TextField()),
                ("relative", models.TextField()),
                ("unit", models.TextField()),
                ("provider", models.TextField()),
                ("by", models.TextField()),
                ("at", models.TextField()),
                ("until", models.TextField()),
                ("code", models.TextField(unique=True)),
                ("form", models.TextField()),
                ("language", models.TextField()),
                ("phone", models.TextField(blank=True, default="")),
                ("draft", models.JSONField(default=dict)),
                ("answered_at", models.TextField(blank=True, default="")),
                ("declined_at", models.TextField(blank=True, default="")),
                ("declined_to", models.TextField(blank=True, default="")),
                ("revoked_at", models.TextField(blank=True, default="")),
                ("revoked_by", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "registry_invitation",
                "indexes": [models.Index(fields=["provider"], name="registry_invitation_provider")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", ""), ("declined_at", ""), ("revoked_at", "")),
                        fields=("patient", "relative"),
                        name="registry_invitation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelativeAnswer",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("patient", models.TextField()),
                ("invitation", models.TextField(unique=True)),
                ("unit", models.TextField()),
                ("provider", models.TextField()),
                ("form", models.TextField()),
                ("language", models.TextField()),
                ("response", models.JSONField()),
                ("said", models.JSONField(default=dict)),
                ("may_read", models.BooleanField(default=False)),
                ("sent_at", models.TextField()),
            ],
            options={
                "db_table": "registry_relatives_answer",
                "indexes": [
                    models.Index(fields=["patient"], name="registry_answer_patient"),
                    models.Index(fields=["provider"], name="registry_answer_provider"),
                ],
            },
        ),
    ]
