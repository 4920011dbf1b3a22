"""The room's entry in Django."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "lindra.frame"
    label = "frame"
