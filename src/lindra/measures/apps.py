"""The room's entry in Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "lindra.measures"
    label = "measures"
