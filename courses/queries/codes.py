"""Codes for classes to come, after those the school has given already."""

import re

from courses.models import CourseClass, Programme

YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
LONGEST_HEAD = 34  # of the 40 characters of a code


def next_code(programme: Programme, year: int) -> str:
    """The next free code of a programme's classes in a year, in the manner of its latest: "TC-LLCT 2027-05", "K46"."""
    head, width = _manner(programme, year)
    given = CourseClass.objects.filter(code__startswith=head).values_list("code", flat=True)
    numbers = [int(match.group()) for code in given if (match := re.match(r"\d{1,4}", code[len(head) :]))]
    return f"{head}{max(numbers, default=0) + 1:0{width}}"


def _manner(programme: Programme, year: int) -> tuple[str, int]:
    """What stands before the number, with the year put right, and how many digits the number has."""
    latest = CourseClass.objects.filter(programme=programme, code_provisional=False).order_by("-pk").first()
    match = re.fullmatch(r"(.*?\D)(\d{1,4})", latest.code) if latest else None
    if match is None or YEAR.fullmatch(match[2]):  # a code that ends with its year has no number to go on
        return f"{programme.code} {year}-", 2
    return YEAR.sub(str(year), match[1])[:LONGEST_HEAD], len(match[2])
