"""The room's entry in Django."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "lindra.deadlines"
    label = "deadlines"
