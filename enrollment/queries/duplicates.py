"""Records that may be of one person, found in pairs: the newest first, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from enrollment.models import Learner
from enrollment.queries.learners import with_present

# For each record, newest first, those before it that may be the same person, until the page is full. Each branch is
# one look into an index: the same date; a date that is not a day, or unknown; a day, where one's own date is none.
# (BETWEEN one day and itself: "=" would lead the planner to the index of dates without names.) Two different
# citizens' numbers are two people.
_SQL = """
SELECT one.id, other.id
FROM enrollment_learner one
CROSS JOIN LATERAL (
    SELECT earlier.id
    FROM (
        SELECT * FROM enrollment_learner
        WHERE search_key = one.search_key AND born_from BETWEEN one.born_from AND one.born_from
            AND born_to = one.born_to
        UNION ALL
        SELECT * FROM enrollment_learner
        WHERE search_key = one.search_key AND (born_from IS NULL OR born_from < born_to) AND sort_key = one.sort_key
            AND (born_from IS NULL OR one.born_from IS NULL OR born_from <= one.born_to AND born_to >= one.born_from)
            AND (born_from = one.born_from AND born_to = one.born_to) IS NOT TRUE
        UNION ALL
        SELECT * FROM enrollment_learner
        WHERE (one.born_from IS NULL OR one.born_from < one.born_to)
            AND search_key = one.search_key AND born_from = born_to AND sort_key = one.sort_key
            AND born_from BETWEEN coalesce(one.born_from, '-infinity') AND coalesce(one.born_to, 'infinity')
    ) earlier
    WHERE earlier.id < one.id AND earlier.merged_into_id IS NULL AND earlier.archived_on IS NULL
        AND NOT (
            EXISTS (SELECT FROM enrollment_identity WHERE learner_id = one.id AND kind = 'citizen')
            AND EXISTS (SELECT FROM enrollment_identity WHERE learner_id = earlier.id AND kind = 'citizen'))
    ORDER BY earlier.id DESC
    LIMIT %(each)s
) other
WHERE one.merged_into_id IS NULL AND one.archived_on IS NULL
    AND one.id <= %(one)s AND (one.id < %(one)s OR other.id < %(other)s)
ORDER BY one.id DESC, other.id DESC
LIMIT %(most)s
"""
LAST = 2**63 - 1
EACH = 20  # of one name without a birth date there may be any number

Pair = tuple[int, int]


@dataclass(frozen=True)
class Alike:
    """Two records that may be of one person; `one` is the newer."""

    one: Any
    other: Any

    @property
    def why(self) -> str:
        """What they have in common, in words."""
        same_day = self.one.born is not None and self.one.born == self.other.born
        name = "cùng họ tên" if self.one.sort_key == self.other.sort_key else "họ tên chỉ khác dấu"
        if same_day:
            return f"{name}, cùng ngày sinh"
        unknown = self.one.born is None or self.other.born is None
        return f"{name}, một bên chưa rõ ngày sinh" if unknown else f"{name}, ngày sinh không mâu thuẫn"


def pairs(after: Pair = (LAST, LAST), most: int = 50) -> list[Pair]:
    """Primary keys of two records each, those after a pair."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"one": after[0], "other": after[1], "most": most, "each": EACH})
        return [(one, other) for one, other in cursor.fetchall()]


def alike(found: list[Pair]) -> list[Alike]:
    """The records of the pairs, with what a list shows of them; one query."""
    rows = with_present().filter(pk__in={pk for pair in found for pk in pair})
    known: dict[int, Learner] = {row.pk: row for row in rows}
    return [Alike(known[one], known[other]) for one, other in found if one in known and other in known]
