"""What has been begun and not sent in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_imported_form")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("staff", models.TextField()),
                ("assignment", models.TextField()),
                ("patient", models.TextField()),
                ("form", models.TextField()),
                ("answer", models.TextField(blank=True, default="")),
                ("version", models.TextField()),
                ("body", models.JSONField(default=dict)),
                ("seen", models.BigIntegerField()),
                ("key", models.TextField()),
                ("updated_at", models.TextField()),
            ],
            options={
                "db_table": "forms_draft",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["staff", "assignment", "patient", "form", "answer"], name="forms_draft_place"
                    )
                ],
                "indexes": [
                    models.Index(fields=["patient"], name="forms_draft_patient"),
                    models.Index(fields=["updated_at"], name="forms_draft_updated"),
                ],
            },
        ),
    ]
