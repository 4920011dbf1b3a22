"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lindra.governance.monday import views

urlpatterns = [
    path("", views.page, name="monday"),
    path("paragraph/", views.text, name="monday-paragraph"),
    path("paragraph/paragraph.txt", views.text, {"form": "txt"}, name="monday-paragraph-txt"),
    path("paragraph/paragraph.pdf", views.text, {"form": "pdf"}, name="monday-paragraph-pdf"),
]
