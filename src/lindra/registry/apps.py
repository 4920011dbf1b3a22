"""The room's entry in Django: registers its events, their words, and the register's questionnaire."""

from importlib.resources import files

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lindra.registry"
    label = "registry"

    def ready(self) -> None:
        from lindra.care import labels as care
        from lindra.deadlines import declared
        from lindra.forms import library, present
        from lindra.privacy import registers
        from lindra.registry import checks, due, due_words, events, readings  # noqa: F401
        from lindra.registry.labels import KINDS

        library.register(files("lindra.registry") / "forms", page="death-report")
        care.KINDS.update(KINDS)
        present.name_kinds({kind: label.title for kind, label in KINDS.items()})
        checks.register()
        due_words.register()
        registers.about("register")
        registers.about(declared.NAME, f"{due.NAME}|")
