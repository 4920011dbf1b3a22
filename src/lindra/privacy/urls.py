"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from lindra.privacy import views

urlpatterns = [path("", views.assignment, name="assignment")]
