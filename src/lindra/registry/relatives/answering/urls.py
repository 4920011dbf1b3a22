"""Addresses of the pages where a relative answers. Nothing of anybody stands in them."""

from __future__ import annotations

from django.urls import path

from lindra.registry.relatives.answering import views

urlpatterns = [
    path("", views.code, name="answer"),
    path("about/", views.about, name="answer-about"),
    path("part/<int:number>/", views.part, name="answer-part"),
    path("check/", views.check, name="answer-check"),
    path("decline/", views.decline, name="answer-decline"),
    path("done/", views.done, name="answer-done"),
]
