"""Which day it is: decided in Vietnam, whatever the server's clock is set to."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The current day in Asia/Ho_Chi_Minh (settings.TIME_ZONE)."""
    return timezone.localdate()


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
