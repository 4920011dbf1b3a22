"""Physicians in municipal care: what is agreed, what is held, who covers, and who is followed up after discharge.

Source: the joint audit of palliative care in Värmland 2021–22 and the later documents of the same matter: a responsible
physician and agreed hours per care home and home-nursing area, rounds, presence when plans are made, follow-up in the
first 14 days after discharge, who covers at which hour. Start in ``rules.py``.
"""
