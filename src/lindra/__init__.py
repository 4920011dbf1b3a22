"""Lindra: one record of what happens to a patient, read many ways."""
