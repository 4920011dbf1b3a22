"""One function for each question of the report, from a case to a claim; a module for each matter. Pure."""
