"""Statistics of stays that have ended: days ready, long stays and why, what came late, before and after a change."""
