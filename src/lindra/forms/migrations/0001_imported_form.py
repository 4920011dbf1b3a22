from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ImportedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.TextField()),
                ("version", models.TextField()),
                ("language", models.TextField()),
                ("body", models.TextField()),
                ("licence", models.TextField()),
                ("imported_at", models.TextField()),
                ("imported_by", models.TextField()),
            ],
            options={
                "db_table": "forms_imported",
                "constraints": [
                    models.UniqueConstraint(fields=("form", "version"), name="forms_imported_once")
                ],
            },
        ),
    ]
