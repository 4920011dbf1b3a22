"""Every address of the site; each room keeps its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from lindra.site import views

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("design/", views.design, name="gallery"),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
    path("assignment/", include("lindra.privacy.urls")),
    path("patients/", include("lindra.care.urls")),
    path("indicators/", include("lindra.measures.urls")),
    path("access/", include("lindra.access.urls")),
]
