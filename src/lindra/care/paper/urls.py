"""Addresses of the plan on paper, below that of the plan."""

from __future__ import annotations

from django.urls import path

from lindra.care.paper import views

urlpatterns = [
    path("", views.choose, name="plan-paper"),
    path("bedside/", views.bedside, name="plan-bedside"),
    path("home/", views.at_home, name="plan-home"),
]
