"""SNN beside other ways to serve the same network: `python -m benchmarks.serving --help`."""
