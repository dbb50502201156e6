"""Rosters as agencies send them, read into people with errors and warnings. Pure: it knows no database.

`read_roster` goes through `files` (bytes → sheets, one module of `formats` for each kind), `layout` (where the list
is, what its columns mean), `rows` (which rows are people), `people` (values, by `dates` and `values`) and `checks`.
"""

from enrollment.intake.read import read_pasted, read_roster, read_sheets
from enrollment.intake.refusals import FileRefused
from enrollment.intake.roster import Correction, Person, Remark, Roster

__all__ = ["Correction", "FileRefused", "Person", "Remark", "Roster", "read_pasted", "read_roster", "read_sheets"]
