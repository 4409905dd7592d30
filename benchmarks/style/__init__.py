"""Networks of all sizes on one question: the files of the sweeps, and `python -m benchmarks.style.table`."""
