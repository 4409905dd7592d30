"""What programs may ask, under `/api/`: the use cases of the pages, in JSON. docs/api.md tells the whole of it."""
