"""The room's entry in Django: registers its events and readings, its forms and what it asks of their answers."""

from importlib.resources import files

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "lindra.care"
    label = "care"

    def ready(self) -> None:
        from lindra.care import checks, choices, due, due_words, events, readings  # noqa: F401
        from lindra.care.homes import readings as followups  # noqa: F401
        from lindra.care.identification.actions import forget, settle
        from lindra.care.labels import KINDS
        from lindra.forms import library, present
        from lindra.record import destruction

        library.register(files("lindra.care") / "forms")
        checks.register()
        present.name_kinds({kind: label.title for kind, label in KINDS.items()})
        choices.register()
        due_words.register()
        destruction.also("care", forget, settle)
