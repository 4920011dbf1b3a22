"""Deaths known against reports signed: the reports to write, and coverage by unit, municipality, region and month."""
