"""What runs a plan over an export. Each module has ``count(manifest, plan, folder, each)``; nothing else knows of
an engine."""
