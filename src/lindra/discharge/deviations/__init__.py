"""Deviations (avvikelser): what went wrong when care passed between organisations, kept beside the record."""
