"""The room's entry in Django."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "lindra.governance"
    label = "governance"
