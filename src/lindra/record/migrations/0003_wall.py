"""Row-level security on PostgreSQL: the database gives no row of a patient's content that has not been opened."""

from django.db import migrations

from lindra.record import wall


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only"), ("people", "0001_initial")]
    operations = [migrations.RunPython(wall.put_up(wall.POLICIES), migrations.RunPython.noop)]
