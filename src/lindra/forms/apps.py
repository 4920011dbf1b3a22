"""The room's entry in Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "lindra.forms"
    label = "forms"
