"""The monthly report of a unit, a municipality, a region or everybody, on paper."""
