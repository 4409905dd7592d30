"""The nearest frames: embeddings of one version's frames in memory-mapped files; no page waits for a network."""
