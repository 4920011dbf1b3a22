"""One mapper for each FHIR type: importing this package registers them all in ``telling.MAPPERS``."""

from lindra.fhir.mapping import care, documents, investigations, medicines, persons, plans
from lindra.fhir.mapping.telling import MAPPERS, Telling, Untyped

__all__ = [
    "MAPPERS",
    "Telling",
    "Untyped",
    "care",
    "documents",
    "investigations",
    "medicines",
    "persons",
    "plans",
]
