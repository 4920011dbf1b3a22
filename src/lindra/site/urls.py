"""Every address of the site; each room keeps its own."""

from __future__ import annotations

from django.urls import include, path

from lindra.site import views

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("design/", views.design, name="gallery"),
    path("language/", include("django.conf.urls.i18n")),
    path("assignment/", include("lindra.privacy.urls")),
    path("patients/", include("lindra.care.urls")),
    path("indicators/", include("lindra.measures.urls")),
    path("access/", include("lindra.access.urls")),
]
