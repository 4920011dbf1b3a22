"""Cubes: reading them, what is told of a number, what may leave, adding up."""
