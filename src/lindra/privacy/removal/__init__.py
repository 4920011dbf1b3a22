"""What leaves the record, and what stays out of registers: destruction by decision, weeding, opposition.

Two persons carry out every removal (``rules.py``): one prepares, another confirms after having seen the same.
"""
