"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from lindra.privacy.removal import register_views, views, weeding_views

urlpatterns = [
    path("", views.removals_page, name="removals"),
    path("weeding/", weeding_views.weeding_page, name="weeding"),
    path("patient/<uuid:patient>/", views.prepare_page, name="removal-prepare"),
    path("registers/<uuid:patient>/", register_views.register_page, name="register-opt-out"),
    path("<uuid:removal>/", views.removal_page, name="removal"),
]
