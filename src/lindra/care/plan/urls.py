"""Addresses of the plan, under ``patients/<uuid>/plan/``."""

from __future__ import annotations

from django.urls import path

from lindra.care.plan import views

urlpatterns = [
    path("", views.page, name="plan"),
    path("confirm/", views.confirm, name="plan-confirm"),
    path("history/", views.history, name="plan-history"),
]
