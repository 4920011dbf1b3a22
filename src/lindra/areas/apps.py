"""The room's entry in Django."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "lindra.areas"
    label = "areas"
