"""Codes for classes to come, after those the school has given already."""

import re

from courses.models import CourseClass, Programme


def next_code(programme: Programme, year: int) -> str:
    """The next free code of a programme's classes in a year: "TC-LLCT 2027-05"."""
    prefix = f"{programme.code} {year}-"
    given = CourseClass.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(match.group()) for code in given if (match := re.match(r"\d{1,4}", code[len(prefix) :]))]
    return f"{prefix}{max(numbers, default=0) + 1:02}"
