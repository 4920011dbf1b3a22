"""The room's entry in Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lindra.privacy"
    label = "privacy"
