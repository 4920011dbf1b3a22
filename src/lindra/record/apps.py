"""The room's entry in Django: registers the shared facts and readings, and the wall on new connections."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "lindra.record"
    label = "record"

    def ready(self) -> None:
        from lindra.record import clinical, facts, plans, relations, wall  # noqa: F401
