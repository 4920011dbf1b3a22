"""Addresses of physicians in municipal care."""

from __future__ import annotations

from django.urls import path

from lindra.care.homes import views

urlpatterns = [
    path("", views.homes, name="homes"),
    path("<uuid:unit>/", views.home, name="home"),
    path("<uuid:unit>/agreement/", views.agreement, name="home-agreement"),
    path("<uuid:unit>/agreement/<int:number>/", views.agreement, name="home-agreement-change"),
    path("<uuid:unit>/held/", views.held, name="home-held"),
    path("<uuid:unit>/cover/", views.cover, name="home-cover"),
    path("<uuid:unit>/remove/", views.remove, name="home-remove"),
]
