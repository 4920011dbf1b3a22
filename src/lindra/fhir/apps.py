"""The room's entry in Django."""

from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "lindra.fhir"
    label = "fhir"
