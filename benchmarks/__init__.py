"""Scripts that measure speed against a bare cost or a peer in the same run."""
