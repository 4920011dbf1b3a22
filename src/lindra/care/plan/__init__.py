"""The plan: one reading of the record, in eight sections, each knowing how old it is and what has happened since."""
