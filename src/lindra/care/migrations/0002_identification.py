from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_homes"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotNow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("patient", models.TextField()),
                ("unit", models.TextField()),
                ("until", models.TextField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("at", models.TextField()),
            ],
            options={
                "db_table": "care_not_now",
                "constraints": [
                    models.UniqueConstraint(fields=("patient", "unit"), name="care_not_now_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.TextField()),
                ("rule", models.TextField()),
                ("by", models.TextField()),
                ("at", models.TextField()),
            ],
            options={
                "db_table": "care_sign_in_use",
                "constraints": [models.UniqueConstraint(fields=("unit", "rule"), name="care_sign_once")],
            },
        ),
    ]
