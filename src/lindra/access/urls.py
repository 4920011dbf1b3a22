"""Addresses of the access pages."""

from __future__ import annotations

from django.urls import path

from lindra.access import offering_views, views

app_name = "access"
urlpatterns = [
    path("", views.access, name="access"),
    path("said/", views.said, name="said"),
    path("need/", views.need, name="need"),
    path("compare/", views.compare, name="compare"),
    path("offered/", offering_views.offered, name="offered"),
    path("offered/new/", offering_views.new, name="offering-new"),
    path("offered/<uuid:offering>/", offering_views.offering, name="offering"),
    path("offered/<uuid:offering>/change/", offering_views.change, name="offering-change"),
    path("offered/<uuid:offering>/end/", offering_views.end, name="offering-end"),
    path("<str:code>/", views.area, name="area"),
]
