"""From a number to its cases, through the door."""
