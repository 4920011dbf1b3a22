"""Lindra: one record of what happens to a patient, read many ways."""

__version__ = "0.1.0"
