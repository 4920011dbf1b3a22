"""Addresses of this room, below one patient."""

from __future__ import annotations

from django.urls import path

from lindra.forms import answer_views, views

urlpatterns = [
    path("", views.forms_page, name="forms"),
    path("trends/", views.trends_page, name="form-trends"),
    path("answers/<uuid:event>/", answer_views.answer_page, name="form-answer"),
    path("answers/<uuid:event>/correct/", answer_views.correct_page, name="form-correct"),
    path("answers/<uuid:event>/withdraw/", answer_views.withdraw_page, name="form-withdraw"),
    path("<slug:form>/", views.form_page, name="form"),
    path("<slug:form>/draft/", views.draft_endpoint, name="form-draft"),
]
