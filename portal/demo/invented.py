"""The invented school life from 1/1/2024 to the day of loading, and what is planned after it."""

from datetime import date
from functools import partial

from portal.demo.accounts import create_accounts
from portal.demo.agencies import FIRST_DAY, Places
from portal.demo.calendar import Calendar
from portal.demo.life import Life
from portal.demo.plans import Catalogue, Plans
from portal.demo.pool import Pool
from portal.demo.reading import read
from portal.demo.records import Records
from portal.demo.research import Research
from portal.demo.slots import year_slots
from portal.demo.staff import Faculty
from portal.demo.tasks import assign_tasks
from portal.models import Role, User


def load_invented(today: date) -> None:
    """Accounts, staff, agencies, plans, classes with their learners, research; each marked as invented."""
    faculty, places = Faculty(), Places()
    faculty.load(today)
    create_accounts(faculty.holders)
    places.load()
    _load_classes(today, faculty, places)
    research = Research(today, faculty.lecturers)
    for year in _years(today):
        research.load(year)
    assign_tasks(today)


def _load_classes(today: date, faculty: Faculty, places: Places) -> None:
    content, catalogue, calendar = read("classes"), Catalogue.read(), Calendar(today)
    plans = Plans(content, catalogue)
    pool = Pool(places.all, places.positions, content["quy_hoach"])
    for day in places.reforms:
        calendar.add(day, partial(pool.relocate, day))
    registrar = User.objects.get(role=Role.TRAINING)
    life = Life(calendar, content, Records(content, catalogue, plans, faculty.lecturers), pool, registrar)
    for year in (*_years(today), today.year + 1):
        slots = year_slots(content, year)
        if plans.adopt(year, slots, today):
            life.foresee(slots)
    calendar.run()
    life.plan_ahead()


def _years(today: date) -> range:
    return range(FIRST_DAY.year, today.year + 1)
