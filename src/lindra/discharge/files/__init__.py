"""Cases as files: rows of CSV or JSON in, one line a case out."""
