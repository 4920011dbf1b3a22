"""Files for the register: reports out, and a unit's earlier reports back. Start in ``columns.py``."""
