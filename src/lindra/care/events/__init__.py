"""What is recorded of palliative care, as kinds of events: importing this room of rooms registers them all. Pure.

Every statement tells apart *yes*, *no*, *asked but unknown* (``unknown``) and *not asked*: then nothing stands.
Sources of what is asked for: the project's document SYSTEMS A1–A5, A14–A18; SOSFS 2011:7 3 kap. (limits of treatment).
"""

from lindra.care.events import decisions, home, medicines, nursing, people, plan, situation

__all__ = ["decisions", "home", "medicines", "nursing", "people", "plan", "situation"]
