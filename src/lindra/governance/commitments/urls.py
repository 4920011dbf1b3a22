"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lindra.governance.commitments import list_views, new_views, views

urlpatterns = [
    path("", list_views.page, name="actions"),
    path("new/", new_views.new, name="action-new"),
    path("<uuid:id>/", views.page, name="action"),
    path("<uuid:id>/do/<slug:name>/", views.do, name="action-do"),
]
