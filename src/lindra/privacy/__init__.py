"""privacy – the one door to a patient. Import what you need from :mod:`lindra.privacy.door`."""
