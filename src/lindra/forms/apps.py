"""The room's entry in Django: the instruments that it ships; drafts are destroyed with the entries."""

from importlib.resources import files

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "lindra.forms"
    label = "forms"

    def ready(self) -> None:
        from lindra.forms import library
        from lindra.forms.actions import forget, settle
        from lindra.record import destruction

        library.register(files("lindra.forms") / "instruments")
        destruction.also("forms", forget, settle)
