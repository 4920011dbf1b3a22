"""The room's entry in Django: registers its readings."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "lindra.care"
    label = "care"

    def ready(self) -> None:
        from lindra.care import events, readings  # noqa: F401
