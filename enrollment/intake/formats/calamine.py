"""Calamine, which reads the values of xlsx and xls; whatever it does to a damaged file becomes FileRefused."""

import io
from collections.abc import Iterator
from typing import cast

import python_calamine

from enrollment.intake.refusals import LOCKED, TRUNCATED, FileRefused
from enrollment.intake.sheets import Cell, Merge, Sheet


def read(source: io.BytesIO) -> Iterator[Sheet]:
    """Yield the worksheets of a workbook that has been found safe: its used ranges are small."""
    try:
        yield from _sheets(source)
    except python_calamine.PasswordError as error:
        raise FileRefused(LOCKED) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit, FileRefused):
        raise
    except BaseException as error:  # a panic in its Rust code is no Exception
        raise FileRefused(TRUNCATED) from error


def _sheets(source: io.BytesIO) -> Iterator[Sheet]:
    workbook = python_calamine.load_workbook(source)
    for meta in workbook.sheets_metadata:
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        merged = tuple(Merge(*start, *end) for start, end in sheet.merged_cell_ranges or ())
        visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
        rows = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
        yield Sheet(meta.name, rows, merged, typed=True, visible=visible)
