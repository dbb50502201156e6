"""Which rules hold for a programme on a day."""

from datetime import date

from courses.models import Programme, RuleSet


def rule_set_on(programme: Programme, day: date) -> RuleSet | None:
    """Rules of study for a class that opens on `day`; None where none is recorded."""
    return RuleSet.objects.filter(programme=programme).on(day).first()
