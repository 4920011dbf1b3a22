"""What the room keeps: documents and their obligations, commitments, campaigns. Nothing of a patient."""

from lindra.governance.models.commitments import Commitment

__all__ = ["Commitment"]
