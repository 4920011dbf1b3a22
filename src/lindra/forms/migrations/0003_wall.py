"""Row-level security on PostgreSQL for what somebody has typed about a patient and not sent in."""

from django.db import migrations

from lindra.record import wall

POLICIES = [*wall.behind("forms_draft")]


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_draft")]
    operations = [migrations.RunPython(wall.put_up(POLICIES), migrations.RunPython.noop)]
