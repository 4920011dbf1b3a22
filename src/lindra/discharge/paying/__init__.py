"""Who pays, on pages: of one stay, and of a provider's months. The arithmetic is ``liability`` and ``months``."""
