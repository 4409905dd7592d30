"""Tags for pictures that have none: `python -m benchmarks.tags.characters --help`."""
