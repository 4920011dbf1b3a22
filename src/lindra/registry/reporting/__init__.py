"""The report of one death: filled in from the record, confirmed, corrected and signed by a person."""
