"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lindra.governance.monday import views

urlpatterns = [path("", views.page, name="monday")]
