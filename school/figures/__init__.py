"""Figures: one registry of measures. A figure is the count or sum of a measure's rows; its list is those rows."""

from school.figures.ask import Cells, ask, count, drill, share
from school.figures.measure import Ask, Column, Dimension, Measure, Scope, Share, UnknownFigure
from school.figures.registry import measure, register, registered, share_named, shares

__all__ = [
    "Ask",
    "Cells",
    "Column",
    "Dimension",
    "Measure",
    "Scope",
    "Share",
    "UnknownFigure",
    "ask",
    "count",
    "drill",
    "measure",
    "register",
    "registered",
    "share",
    "share_named",
    "shares",
]
