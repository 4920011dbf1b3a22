"""What the room keeps: documents and their obligations, commitments, campaigns. Nothing of a patient."""

from lindra.governance.models.campaigns import Campaign, Classing, Point, Recipient, Reply
from lindra.governance.models.commitments import Commitment
from lindra.governance.models.documents import (
    Document,
    DocumentAudience,
    DocumentParty,
    DocumentRead,
    Obligation,
)

__all__ = [
    "Campaign",
    "Classing",
    "Commitment",
    "Document",
    "DocumentAudience",
    "DocumentParty",
    "DocumentRead",
    "Obligation",
    "Point",
    "Recipient",
    "Reply",
]
