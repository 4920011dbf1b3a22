"""Every address of the site; each room keeps its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from lindra.discharge import board as discharge_board
from lindra.discharge.deviations.urls import of_patient as deviations_of_patient
from lindra.discharge.notices import views as discharge_notices
from lindra.discharge.paying import views as discharge_paying
from lindra.discharge.statistics import views as discharge_statistics
from lindra.privacy.views import assignment
from lindra.registry.relatives import group_views
from lindra.site import authenticators, oidc, signin, views

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", signin.SignIn.as_view(), name="sign-in"),
    path("sign-in/", signin.SignIn.as_view(), name="account_login"),  # what the library calls it
    path("sign-in/with/<slug:provider_id>/", oidc.start, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
    path("sign-in/", include(authenticators.sign_in_urls)),
    path("sign-out/", signin.SignOut.as_view(), name="sign-out"),
    path("security-keys/", include(authenticators.urls)),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("design/", views.design, name="gallery"),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
    path("assignment/", assignment, name="assignment"),
    path("privacy/", include("lindra.privacy.urls")),
    path("patients/", include("lindra.care.urls")),
    path("patients/<uuid:patient>/sharing/", include("lindra.privacy.sharing.urls")),
    path("patients/<uuid:patient>/forms/", include("lindra.forms.urls")),
    path("patients/<uuid:patient>/discharge/", include("lindra.discharge.urls")),
    path("patients/<uuid:patient>/deviations/", include(deviations_of_patient)),
    path("patients/<uuid:patient>/death-report/", include("lindra.registry.reporting.urls")),
    path("patients/<uuid:patient>/asked/", include("lindra.registry.relatives.urls")),
    path("register/relatives/", group_views.page, name="register-relatives"),
    path("answer/", include("lindra.registry.relatives.answering.urls")),
    path("due/", include("lindra.deadlines.urls")),
    path("homes/", include("lindra.care.homes.urls")),
    path("discharges/statistics/", discharge_statistics.page, name="discharge-statistics"),
    path("discharges/notices/", discharge_notices.page, name="late-notices"),
    path("discharges/payment/", discharge_paying.page, name="discharge-payment"),
    path("discharges/", discharge_board.page, name="discharges"),
    path("deviations/", include("lindra.discharge.deviations.urls")),
    path("register/", include("lindra.registry.coverage.urls")),
    path("indicators/", include("lindra.measures.urls")),
    path("access/", include("lindra.access.urls")),
    path("governance/", include("lindra.governance.urls")),
]
