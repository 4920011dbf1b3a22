"""The six national indicators twice: by the reports, and by the record."""
