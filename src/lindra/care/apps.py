"""The room's entry in Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "lindra.care"
    label = "care"
