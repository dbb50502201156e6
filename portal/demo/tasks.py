"""Two invented tasks of the criteria board: departments that owe an indicator by a day."""

from datetime import date

from portal.demo.reading import read
from school.errors import save_checked
from school.models import CriteriaTask, Department, Indicator, Provenance


def assign_tasks(today: date) -> None:
    """Give indicators to departments, due at the end of the year or of the next.

    These are not the two criteria of which the account of 2023 speaks: it names none.
    """
    for task in read("tasks")["tasks"]:
        save_checked(
            CriteriaTask(
                indicator=Indicator.objects.get(code=task["indicator"]),
                level=task["level"],
                owner=Department.objects.get(name=task["owner"]),
                due_on=date(today.year + task["years_ahead"], 12, 31),
                provenance=Provenance.INVENTED,
            )
        )
