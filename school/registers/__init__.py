"""The registers of the institution's records."""

# Each declares its registers.
from school.registers import (  # noqa: F401
    agencies,
    criteria,
    documents,
    evidence,
    house,
    sources,
    staff,
    staff_lines,
)
