"""The register's rules as pure functions: who registers, until when. What can change is data, dated (``data/``)."""
