"""What makes a number honest: how far chance reaches, what changed, whom a gap is about, what is of too few. Pure."""
