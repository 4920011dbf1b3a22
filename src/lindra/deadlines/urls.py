"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from lindra.deadlines import views

urlpatterns = [
    path("", views.due, name="due"),
    path("note/", views.note, name="due-note"),
]
