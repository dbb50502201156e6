"""Figures: one registry of measures. A figure is the count or sum of a measure's rows; its list is those rows."""

from school.figures.ask import ask, count, drill, share
from school.figures.measure import Ask, Column, Dimension, Measure, Scope, Share, UnknownFigure
from school.figures.registry import measure, register, registered, shares

__all__ = [
    "Ask",
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
    "shares",
]
