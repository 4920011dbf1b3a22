"""Addresses of deviations; that of the report stands below one patient (``of_patient``)."""

from __future__ import annotations

from django.urls import path

from lindra.discharge.deviations import file_views, list_views, reporting, stats_views, views, wish_views

urlpatterns = [
    path("", list_views.deviations, name="deviations"),
    path("assessments/", list_views.assessments, name="deviation-assessments"),
    path("wishes/", wish_views.wishes, name="deviation-wishes"),
    path("wishes/<uuid:wish>/end/", wish_views.end, name="deviation-wish-end"),
    path("statistics/", stats_views.statistics, name="deviation-statistics"),
    path("followup/", stats_views.followup, name="deviation-followup"),
    path("<uuid:deviation>/", views.deviation, name="deviation"),
    path("<uuid:deviation>/change/", views.change, name="deviation-change"),
    path("<uuid:deviation>/paper/", file_views.on_paper, name="deviation-paper"),
    path("<uuid:deviation>/deviation.csv", file_views.as_file, {"kind": "csv"}, name="deviation-csv"),
    path("<uuid:deviation>/deviation.json", file_views.as_file, {"kind": "json"}, name="deviation-json"),
    path("<uuid:deviation>/do/<slug:name>/", views.act, name="deviation-act"),
]
of_patient = [path("", reporting.report, name="deviation-report")]
