"""Addresses of asking relatives, below one patient."""

from __future__ import annotations

from django.urls import path

from lindra.registry.relatives import views

urlpatterns = [
    path("", views.asked, name="relatives-asked"),
    path("letter/", views.invite, name="relatives-invite"),
    path("letter/paper/", views.paper, name="relatives-letter"),
    path("back/", views.revoke, name="relatives-revoke"),
    path("declined/", views.declined, name="relatives-declined"),
]
