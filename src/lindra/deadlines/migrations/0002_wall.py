"""Row-level security on PostgreSQL for what people note of a patient's rows of the worklist."""

from django.db import migrations

from lindra.record import wall

POLICIES = [*wall.behind("deadlines_hold"), wall.beside("deadlines_hold", "due")]


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = [migrations.RunPython(wall.put_up(POLICIES), migrations.RunPython.noop)]
