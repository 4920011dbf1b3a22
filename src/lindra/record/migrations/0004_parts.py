"""Stored parts of charts, behind the wall; on PostgreSQL not compressed, which would cost more than to read them."""

from django.db import migrations, models

from lindra.record import wall

PLAIN = "ALTER TABLE record_part ALTER COLUMN body SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    dependencies = [("record", "0003_wall")]
    operations = [
        migrations.CreateModel(
            name="PartRow",
            fields=[
                ("patient", models.TextField(primary_key=True, serialize=False)),
                ("generation", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("form", models.TextField()),
                ("body", models.BinaryField()),
            ],
            options={"db_table": "record_part"},
        ),
        migrations.RunPython(wall.put_up([PLAIN, *wall.behind("record_part")]), migrations.RunPython.noop),
    ]
