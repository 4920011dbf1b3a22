"""The room's entry in Django: what it holds outside the log is destroyed with the entries."""

from django.apps import AppConfig


class FhirConfig(AppConfig):
    name = "lindra.fhir"
    label = "fhir"

    def ready(self) -> None:
        from lindra.fhir.destruction import forget, settle
        from lindra.record import destruction

        destruction.also("fhir", forget, settle)
