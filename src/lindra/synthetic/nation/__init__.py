"""The made-up nation: an export of the whole of Sweden, straight to Parquet, whose true answers are known.

Needs the extra ``nation`` (NumPy and pyarrow), which nothing else in the project does. Start in ``write.py``.
"""
