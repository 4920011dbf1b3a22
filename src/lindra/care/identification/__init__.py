"""Early identification (A1): people whose record has signs of palliative needs that nobody has assessed yet."""
