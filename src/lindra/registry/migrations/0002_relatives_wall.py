"""Row-level security on PostgreSQL for whom a unit has asked, and what they answered."""

from django.db import migrations

from lindra.record import wall

READING = "said_by_staff"
POLICIES = [
    *wall.behind("registry_invitation"),
    wall.beside("registry_invitation", READING),
    wall.held("registry_invitation", "code"),
    *wall.behind("registry_relatives_answer"),
    wall.beside("registry_relatives_answer", READING),
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_relatives")]
    operations = [migrations.RunPython(wall.put_up(POLICIES), migrations.RunPython.noop)]
