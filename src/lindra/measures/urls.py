"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from lindra.measures import national_views, views

app_name = "measures"
urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("national/", national_views.page, name="national"),
    path("documented/", national_views.documented, name="documented"),
    path("<slug:slug>/", views.indicator, name="indicator"),
    path("<slug:slug>/cases/", views.cases, name="cases"),
]
