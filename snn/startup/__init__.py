"""From a fresh clone to a server: what `manage.py start` does, step by step."""
