"""Addresses of the reports to write and of coverage."""

from __future__ import annotations

from django.urls import path

from lindra.registry.coverage import views

urlpatterns = [path("", views.register, name="register")]
