"""Death at home (SYSTEMS A16) and enrolment in home nursing (A18).

Sources: the joint audit of palliative care in Värmland 2021–22 (care at the end of life outside hospital, prescriptions
for it, who establishes death, and that what is expected is decided beforehand by a physician and dated) and Västra
Götaland 2021 (threshold criteria, who is not enrolled and why, what enrolment means). Start in ``rules.py``.
"""
