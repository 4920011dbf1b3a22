"""The plan on paper and offline: the page at the bedside, the signed file, the home sheet."""
