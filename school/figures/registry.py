"""Where measures are known by name; each app fills it in its own `measures.py`."""

from school.figures.measure import Measure, Share, UnknownFigure

_figures: dict[str, Measure | Share] = {}


def register(*figures: Measure | Share) -> None:
    """Add measures and shares. Raises ValueError for a name that is taken: a figure has one definition."""
    for figure in figures:
        if figure.name in _figures:
            raise ValueError(f"Two figures are named {figure.name}.")
        _figures[figure.name] = figure


def measure(name: str) -> Measure:
    """The measure of that name. Raises UnknownFigure."""
    found = _figures.get(name)
    if not isinstance(found, Measure):
        raise UnknownFigure(f"Không có số liệu “{name}”.")
    return found


def share_named(name: str) -> Share:
    """The share of that name. Raises UnknownFigure."""
    found = _figures.get(name)
    if not isinstance(found, Share):
        raise UnknownFigure(f"Không có tỷ lệ “{name}”.")
    return found


def registered() -> tuple[Measure, ...]:
    """Every measure."""
    return tuple(figure for figure in _figures.values() if isinstance(figure, Measure))


def shares() -> tuple[Share, ...]:
    """Every share."""
    return tuple(figure for figure in _figures.values() if isinstance(figure, Share))
