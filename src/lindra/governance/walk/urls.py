"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lindra.governance.walk import views

urlpatterns = [
    path("<slug:id>/", views.page, name="walk"),
    path("<slug:id>/act/", views.act, name="walk-act"),
]
