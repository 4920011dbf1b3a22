"""Patients' identities, and staff: two modules, because only the first is behind the door."""

from lindra.people.models.patients import Detail, Identifier, Link, Patient
from lindra.people.models.staff import Assignment, Staff

__all__ = ["Assignment", "Detail", "Identifier", "Link", "Patient", "Staff"]
