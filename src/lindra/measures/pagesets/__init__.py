"""The pages of measures: gaps in people, one measure, who is behind a gap, the target picture; their pictures saved.

Everything here is of the cube. A page and the files of its pictures are made of the same *look* (``look.py``) by the
same makers (``pictures.py``), so that what is saved is what was seen. Start in ``home.py``.
"""
