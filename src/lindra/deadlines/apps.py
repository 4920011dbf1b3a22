"""The room's entry in Django: registers its reading, and how destruction reaches what it keeps."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "lindra.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from lindra.deadlines import declared  # noqa: F401
        from lindra.deadlines.destruction import forget, settle
        from lindra.record import destruction

        destruction.also("deadlines", forget, settle)
