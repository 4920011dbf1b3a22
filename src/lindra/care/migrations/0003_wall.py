"""Row-level security on PostgreSQL for why patients were put aside."""

from django.db import migrations

from lindra.record import wall

POLICIES = [*wall.behind("care_not_now"), wall.beside("care_not_now", "possible_needs")]


class Migration(migrations.Migration):
    dependencies = [("care", "0002_identification")]
    operations = [migrations.RunPython(wall.put_up(POLICIES), migrations.RunPython.noop)]
