"""What the record answers of the report: one pure function for each question, from the chart to a claim."""
