"""Benchmarks: ratios measured in one run, written to docs/performance.md. Not part of `make test`."""
