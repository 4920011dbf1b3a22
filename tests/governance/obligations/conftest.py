"""Workplaces at ten in the morning, and who governs there."""

from __future__ import annotations

from governance.documents.conftest import of as of
