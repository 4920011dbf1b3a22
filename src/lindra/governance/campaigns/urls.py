"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lindra.governance.campaigns import act_views, letter_views, public_views, read_views, views

urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/", act_views.new, name="campaign-new"),
    path("public/<slug:key>/", public_views.public, name="campaign-public"),
    path("<slug:key>/", views.campaign, name="campaign"),
    path("<slug:key>/do/<slug:name>/", act_views.act, name="campaign-act"),
    path("<slug:key>/letters.pdf", letter_views.all_pdf, name="campaign-letters-pdf"),
    path("<slug:key>/letters.zip", letter_views.all_text, name="campaign-letters-zip"),
    path("<slug:key>/<str:body>/", views.body, name="campaign-body"),
    path("<slug:key>/<str:body>/do/<slug:name>/", act_views.act_on, name="campaign-body-act"),
    path("<slug:key>/<str:body>/read/", read_views.read, name="campaign-read"),
    path("<slug:key>/<str:body>/letter/", letter_views.page, name="campaign-letter"),
    path("<slug:key>/<str:body>/letter.pdf", letter_views.pdf, name="campaign-letter-pdf"),
    path("<slug:key>/<str:body>/letter.txt", letter_views.text, name="campaign-letter-text"),
]
