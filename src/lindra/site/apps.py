"""The room's entry in Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "lindra.site"
    label = "site"

    def ready(self) -> None:
        """Sessions note how they begin."""
        from lindra.site import sessions  # noqa: F401 - it listens
