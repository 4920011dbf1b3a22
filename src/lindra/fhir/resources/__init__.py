"""FHIR R4 resources as types, as far as the record keeps what they say; the same rooms as in ``mapping``."""
