"""The room's entry in Django."""

from django.apps import AppConfig


class SyntheticConfig(AppConfig):
    name = "lindra.synthetic"
    label = "synthetic"
