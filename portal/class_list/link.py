"""The way from a class's page to its list as a file."""

from typing import Any

from courses.registers.classes import CLASS
from school.records.register import PageLink, extend


def has_learners(course_class: Any) -> bool:
    """Somebody is, or was, in the class."""
    return bool(course_class.learners)


extend(CLASS.key, links=(PageLink("Xuất danh sách", "portal:class_list", "download", has_learners),))
