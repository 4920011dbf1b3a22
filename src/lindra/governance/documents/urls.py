"""Addresses of governing documents and their obligations."""

from __future__ import annotations

from django.urls import URLPattern, path

from lindra.governance.documents import form_views, list_views, repeal_views, views
from lindra.governance.obligations import views as obligations

urlpatterns: list[URLPattern] = [
    path("", list_views.documents, name="documents"),
    path("mine/", list_views.mine, name="documents-mine"),
    path("obligations/", list_views.obligations, name="obligations"),
    path("new/", form_views.new, name="document-new"),
    path("<str:id>/", views.document, name="document"),
    path("<str:id>/read/", views.read, name="document-read"),
    path("<str:id>/follow-up/", views.follow_up, name="document-follow-up"),
    path("<str:id>/change/", form_views.change, name="document-change"),
    path("<str:id>/revise/", form_views.revise, name="document-revise"),
    path("<str:id>/repeal/", repeal_views.repeal, name="document-repeal"),
    path("<str:id>/obligations/new/", obligations.new, name="obligation-new"),
    path("<str:id>/obligations/<str:clause>/", obligations.change, name="obligation-change"),
    path("<str:id>/obligations/<str:clause>/take-out/", obligations.take_out, name="obligation-take-out"),
]
