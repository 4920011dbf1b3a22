"""Systematic checks of the access log (SFS 2008:355 4 kap. 3 §), as a worklist."""
