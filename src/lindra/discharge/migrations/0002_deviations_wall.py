"""Row-level security on PostgreSQL for deviations: whom they are about."""

from django.db import migrations

from lindra.record import wall

READING = "deviations"
POLICIES = [*wall.behind("discharge_deviation"), wall.beside("discharge_deviation", READING)]


class Migration(migrations.Migration):
    dependencies = [("discharge", "0001_deviations")]
    operations = [migrations.RunPython(wall.put_up(POLICIES), migrations.RunPython.noop)]
