"""Addresses of the access pages."""

from __future__ import annotations

from django.urls import path

from lindra.access import views

app_name = "access"
urlpatterns = [
    path("", views.access, name="access"),
    path("<str:code>/", views.region, name="region"),
]
