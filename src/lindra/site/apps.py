"""The room's entry in Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "lindra.site"
    label = "site"
