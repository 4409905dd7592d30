"""The dialect of trace.moe, under `/tracemoe/`, for programs that speak it. docs/api.md says where it differs."""
