"""How a plan of measures is counted: from definitions to expressions, to one row per death or stay, to cells."""
