"""The registers of works."""

from research.registers import people, works  # noqa: F401 - declare
