"""Admission notices by whether they came in time: counted by an index, and listed for who sent or got them."""
