"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from lindra.measures.api import views as api_views
from lindra.measures.cases import views as cases_views
from lindra.measures.national import views as national_views
from lindra.measures.pagesets import behind, home, one, saved, target_picture
from lindra.measures.published import views as published_views
from lindra.measures.report import views as report_views

app_name = "measures"
urlpatterns = [
    path("", home.page, name="indicators"),
    path("region/<str:code>/", home.page, {"kind": "region"}, name="indicators-region"),
    path("municipality/<str:code>/", home.page, {"kind": "municipality"}, name="indicators-municipality"),
    path("unit/<str:code>/", home.page, {"kind": "unit"}, name="indicators-unit"),
    path("measure/<slug:id>/", one.page, name="indicator"),
    path("measure/<slug:id>/gap/", behind.page, name="indicator-gap"),
    path("target-picture/", target_picture.page, name="target-picture"),
    path("picture/<slug:name>.<slug:kind>", saved.file, name="picture"),
    path("report.pdf", report_views.report, name="report"),
    path("published/", published_views.page, name="published"),
    path("api/", api_views.page, name="api"),
    path("api/openapi.json", api_views.openapi, name="api-openapi"),
    path("api/about.json", api_views.about, name="api-about"),
    path("api/measures.json", api_views.measures, name="api-measures"),
    path("api/results.json", api_views.results_json, name="api-results-json"),
    path("api/results.csv", api_views.results_csv, name="api-results-csv"),
    path("national/", national_views.page, name="national"),
    path("documented/", national_views.documented, name="documented"),
    path("<slug:slug>/cases/", cases_views.cases, name="cases"),
]
