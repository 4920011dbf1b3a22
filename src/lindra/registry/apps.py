"""The room's entry in Django: registers its events, their words, and the register's questionnaire."""

from importlib.resources import files

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "lindra.registry"
    label = "registry"

    def ready(self) -> None:
        from lindra.care import labels as care
        from lindra.care import relatives as close
        from lindra.deadlines import declared
        from lindra.forms import library, present
        from lindra.privacy import registers
        from lindra.record import destruction
        from lindra.registry import checks, due, due_words, events  # noqa: F401
        from lindra.registry import readings as reports  # noqa: F401
        from lindra.registry.labels import KINDS
        from lindra.registry.relatives import actions as asked
        from lindra.registry.relatives import readings, words  # noqa: F401

        library.register(files("lindra.registry") / "forms", page="death-report")
        care.KINDS.update(KINDS)
        present.name_kinds({kind: label.title for kind, label in KINDS.items()})
        checks.register()
        due_words.register()
        registers.about("register")
        registers.about(declared.NAME, f"{due.NAME}|")
        close.further(words.way)
        destruction.also("registry", asked.forget, asked.settle)
