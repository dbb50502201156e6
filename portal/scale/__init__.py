"""Invented school lives of any size, for benchmarks: written by COPY, so that history and constraints hold."""
