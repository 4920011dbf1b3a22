"""Addresses of one patient's discharge, under ``patients/<uuid:patient>/discharge/``."""

from __future__ import annotations

from django.urls import path

from lindra.discharge import sip_views, views

urlpatterns = [
    path("", views.page, name="discharge"),
    path("sip/<uuid:ref>/", sip_views.paper, name="discharge-sip"),
    path("acknowledge/", views.acknowledge, name="discharge-acknowledge"),
    path("send/<slug:kind>/", views.send, name="discharge-send"),
    path("messages/<uuid:ref>/correct/", views.correct, name="discharge-correct"),
    path("messages/<uuid:ref>/back/", views.back, name="discharge-back"),
]
