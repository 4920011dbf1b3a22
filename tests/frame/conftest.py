"""The frame is tested without the rooms above it: the few addresses the base page knows, and no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import include, path

from lindra.frame.views import gallery

ADDRESSES = (
    path("", gallery, name="start"),
    path("design/", gallery, name="gallery"),
    path("out/", gallery, name="sign-out"),
    path("accessibility/", gallery, name="accessibility"),
    path("i18n/", include("django.conf.urls.i18n")),
)


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """Only our own addresses."""
    with override_settings(ROOT_URLCONF=ADDRESSES):
        yield
