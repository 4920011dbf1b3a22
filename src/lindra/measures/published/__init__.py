"""A published table worked out again from its counts."""
