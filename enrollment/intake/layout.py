"""Where the list is: which sheet, which rows are its header, what each column means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from enrollment.intake import headers
from enrollment.intake.sheets import Cell, Merge, Sheet
from school.text import clean_text

SEARCHED = 120  # rows in which a header is looked for
DEEPEST = 3
ENOUGH = 4  # columns understood, with people below: no need to look further down
SAMPLE = 200  # rows below the header that are looked at
NAMES = {headers.FULL_NAME, headers.FAMILY_NAME}
# Lower headers that mean something only together with the upper one to their left.
_PARTS = {"nam", "nu", "ngay", "thang", "du bi", "chinh thuc"}


@dataclass(frozen=True)
class Layout:
    """A list found in a sheet. Rows from 0: `header` is the first row of the header, `first` of the people.

    `columns`: the header of each column as one text; `mapping`: column (from 0) to meaning (see headers.MEANINGS).
    `people`: about how many rows below look like people, for choosing between sheets.
    """

    sheet: Sheet
    header: int
    first: int
    columns: tuple[str, ...]
    mapping: Mapping[int, str]
    people: int

    @property
    def weight(self) -> tuple[bool, int]:
        """What is compared when several tables could be the list: shown, then people and understood columns."""
        return self.sheet.visible, min(self.people, SAMPLE) + 3 * len(self.mapping) if self.people else 0


def find(sheets: list[Sheet]) -> list[Layout]:
    """Every sheet's list, the likeliest first; sheets without one are left out."""
    found = [max(layouts, key=lambda each: each.weight) for each in sheets if (layouts := list(_layouts(each)))]
    return sorted(found, key=lambda each: each.weight, reverse=True)


def told(sheets: list[Sheet], mapping: Mapping[int, str]) -> Layout:
    """The list where its columns are given: below the header found, or from the first row without one."""
    if found := find(sheets):
        kept = {column: meaning for column, meaning in found[0].mapping.items() if meaning not in mapping.values()}
        return replace(found[0], mapping={column: each for column, each in {**kept, **mapping}.items() if each})
    sheet = max(sheets, key=lambda each: (each.visible, len(each.rows)))
    width = max(map(len, sheet.rows), default=0)
    first = 1 if sheet.rows and not any(any(map(str.isdigit, str(cell))) for cell in sheet.rows[0]) else 0
    columns = tuple(str(cell) for cell in sheet.rows[0]) if first else ("",) * width
    return Layout(sheet, 0, first, columns, {column: each for column, each in mapping.items() if each}, len(sheet.rows))


def _layouts(sheet: Sheet) -> Iterator[Layout]:
    for index in range(min(len(sheet.rows), SEARCHED)):
        if not any(headers.may_name(cell) for cell in _texts(sheet.rows[index])):
            continue
        layout = _layout(sheet, index)
        if NAMES & set(layout.mapping.values()) and len(layout.mapping) > 1:
            yield layout
            if layout.people and len(layout.mapping) >= ENOUGH:
                return


def _texts(row: list[Cell]) -> Iterator[str]:
    return (cell for cell in row if isinstance(cell, str) and cell and len(cell) < 100)


def _layout(sheet: Sheet, index: int) -> Layout:
    depth = _depth(sheet, index)
    rows = _filled(sheet, index, depth)
    pairs = [_pair([row[column] for row in rows]) for column in range(len(rows[0]))]
    pairs = _grouped(pairs)
    mapping = _split_name(headers.map_columns(pairs), pairs, sheet.rows[index + depth : index + depth + SAMPLE])
    columns = tuple(f"{upper} {lower}".strip() for upper, lower in pairs)
    return Layout(sheet, index, index + depth, columns, mapping, _people(sheet, index + depth, mapping))


def _depth(sheet: Sheet, index: int) -> int:
    """How many rows the header has: what is merged with it, or a second row of headers under gaps."""
    bottoms = [merge.bottom for merge in sheet.merged if merge.top == index]
    depth = min(max([index, *bottoms]) - index + 1, DEEPEST)
    if depth > 1 or index + 1 >= len(sheet.rows):
        return depth
    return 2 if _is_lower(sheet.rows[index], sheet.rows[index + 1]) else 1


def _is_lower(upper: list[Cell], lower: list[Cell]) -> bool:
    """The row below goes on with the header: only words of headers, and none under the name and the number."""
    cells = [(column, cell) for column, cell in enumerate(lower) if cell != ""]
    if not cells or not all(isinstance(cell, str) for _, cell in cells):
        return False
    for column, _ in cells:
        own = headers.weights(str(upper[column])) if column < len(upper) else ()
        if own and own[0][1] in {headers.FULL_NAME, headers.NUMBER}:
            return _is_name_part(lower, column)
    return all(headers.header_key(str(cell)) in _PARTS or headers.weights(str(cell)) for _, cell in cells)


def _is_name_part(lower: list[Cell], column: int) -> bool:
    """ "Họ và tên" above "Họ đệm | Tên"."""
    found = headers.weights(str(lower[column]))
    return bool(found) and found[0][1] == headers.FAMILY_NAME


def _filled(sheet: Sheet, index: int, depth: int) -> list[list[str]]:
    """The header's rows as texts of one length, merged cells repeated."""
    rows = sheet.rows[index : index + depth]
    width = max(map(len, rows))
    texts = [[cell if isinstance(cell, str) else str(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for merge in sheet.merged:
        if index <= merge.top < index + depth and merge.left < width:
            _repeat(texts, merge, index)
    return texts


def _repeat(texts: list[list[str]], merge: Merge, index: int) -> None:
    value = texts[merge.top - index][merge.left]
    for row in texts[merge.top - index : merge.bottom - index + 1]:
        for column in range(merge.left, min(merge.right + 1, len(row))):
            row[column] = value


def _pair(texts: list[str]) -> tuple[str, str]:
    """A column's header as (upper, lower)."""
    distinct = list(dict.fromkeys(text for text in texts if text.strip()))
    if len(distinct) < 2:
        return (distinct[0], "") if distinct else ("", "")
    return " ".join(distinct[:-1]), distinct[-1]


def _grouped(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where merged cells are not told (csv): "Nữ" right of "Ngày sinh / Nam" belongs under the same upper header."""
    result: list[tuple[str, str]] = []
    for upper, lower in pairs:
        before = result[-1] if result else ("", "")
        if upper and not lower and headers.header_key(upper) in _PARTS and before[1]:
            upper, lower = before[0], upper
        result.append((upper, lower))
    return result


def _split_name(mapping: dict[int, str], pairs: list[tuple[str, str]], rows: list[list[Cell]]) -> dict[int, str]:
    """One header "Họ và tên" over two columns: family and middle names, then the given name."""
    column = next((each for each, meaning in mapping.items() if meaning == headers.FULL_NAME), None)
    if column is None or column + 1 >= len(pairs) or column + 1 in mapping:
        return mapping
    if pairs[column + 1] not in {("", ""), pairs[column]}:
        return mapping
    values = [row[column + 1] for row in rows if column + 1 < len(row) and row[column] != ""]
    words = [value for value in values if isinstance(value, str) and clean_text(value).isalpha()]
    if not words or len(words) * 2 < len(values):
        return mapping
    return {**mapping, column: headers.FAMILY_NAME, column + 1: headers.GIVEN_NAME}


def _people(sheet: Sheet, first: int, mapping: Mapping[int, str]) -> int:
    name = next((column for column, meaning in mapping.items() if meaning in NAMES), -1)
    others = [column for column, meaning in mapping.items() if column != name and meaning != headers.NUMBER]
    return sum(
        isinstance(row[name], str)
        and row[name] != ""
        and any(column < len(row) and row[column] != "" for column in others)
        for row in sheet.rows[first : first + SAMPLE]
        if name < len(row)
    )
