"""Addresses of these pages, below one patient."""

from __future__ import annotations

from django.urls import path

from lindra.privacy.sharing import steps, views

urlpatterns = [
    path("", views.sharing_page, name="sharing"),
    path("consents/", views.attitude_page, {"attitude": "consents"}, name="sharing-consents"),
    path("refuses/", views.attitude_page, {"attitude": "refuses"}, name="sharing-refuses"),
    path("not-asked/", views.attitude_page, {"attitude": "not_asked"}, name="sharing-not-asked"),
    path("child/", views.attitude_page, {"attitude": "child"}, name="sharing-child"),
    path("unable/", steps.unable_page, name="sharing-unable"),
    path("danger/", steps.danger_page, name="sharing-danger"),
    path("informed/", views.informed_page, name="sharing-informed"),
    path("entry/<uuid:event>/", views.dispute_page, name="sharing-dispute"),
]
