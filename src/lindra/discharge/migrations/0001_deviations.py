"""Deviations, and how providers want them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Deviation",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("patient", models.TextField(blank=True, default="")),
                ("unit", models.TextField()),
                ("provider", models.TextField()),
                ("episode", models.TextField(blank=True, default="")),
                ("message", models.TextField(blank=True, default="")),
                ("context", models.TextField(blank=True, default="")),
                ("category", models.TextField()),
                ("what", models.TextField(blank=True, default="")),
                ("about_unit", models.TextField()),
                ("about_provider", models.TextField()),
                ("acts", models.JSONField(default=list)),
                ("number", models.IntegerField(default=0)),
                ("state", models.TextField()),
                ("harm", models.TextField()),
                ("way", models.TextField(blank=True, default="")),
                ("receiver", models.TextField(blank=True, default="")),
                ("written_at", models.TextField()),
                ("sent_at", models.TextField(blank=True, default="")),
                ("answered_at", models.TextField(blank=True, default="")),
                ("ended_at", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "discharge_deviation",
                "indexes": [
                    models.Index(fields=["unit", "state"], name="discharge_deviation_unit"),
                    models.Index(fields=["provider", "state"], name="discharge_deviation_provider"),
                    models.Index(fields=["receiver", "state"], name="discharge_deviation_receiver"),
                    models.Index(fields=["about_provider", "state"], name="discharge_deviation_about"),
                    models.Index(fields=["patient"], name="discharge_deviation_patient"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviationWish",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("provider", models.TextField()),
                ("way", models.TextField()),
                ("unit", models.TextField(blank=True, default="")),
                ("address", models.TextField(blank=True, default="")),
                ("function", models.TextField(blank=True, default="")),
                ("categories", models.JSONField(default=list)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("by", models.TextField()),
                ("at", models.TextField()),
            ],
            options={
                "db_table": "discharge_deviation_wish",
                "indexes": [models.Index(fields=["provider"], name="discharge_wish_provider")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="discharge_deviation_wish_days",
                    )
                ],
            },
        ),
    ]
