"""The registers of classes, programmes, plans and declared figures; each module declares its own."""

from courses.registers import classes, declared, plans, programmes  # noqa: F401
