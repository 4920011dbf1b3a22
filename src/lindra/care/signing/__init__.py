"""Decisions that somebody else wrote down for the physician: what waits for a signature, who may sign, and signing."""
