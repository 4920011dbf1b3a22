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
    path("<slug:id>/", views.document, name="document"),
    path("<slug:id>/read/", views.read, name="document-read"),
    path("<slug:id>/follow-up/", views.follow_up, name="document-follow-up"),
    path("<slug:id>/change/", form_views.change, name="document-change"),
    path("<slug:id>/revise/", form_views.revise, name="document-revise"),
    path("<slug:id>/repeal/", repeal_views.repeal, name="document-repeal"),
    path("<slug:id>/obligations/new/", obligations.new, name="obligation-new"),
    path("<slug:id>/obligations/<slug:clause>/", obligations.change, name="obligation-change"),
    path("<slug:id>/obligations/<slug:clause>/take-out/", obligations.take_out, name="obligation-take-out"),
]
