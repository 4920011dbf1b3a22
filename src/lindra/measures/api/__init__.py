"""Open data: the cube that was released for anybody, as JSON and CSV (``docs/measures-api.md``)."""
