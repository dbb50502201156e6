"""Asking: any number of measures in one query, and the list behind one of them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    Model,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from school.figures.measure import Ask, Measure, Scope
from school.figures.registry import measure, share_named

Cells = dict[tuple[Any, ...], int]


def ask(*questions: Ask) -> list[Cells]:
    """Answer all questions with one query.

    Returns for each question its cells: a tuple of dimension values (in the order of `by`; () without any)
    to a whole number. A cell without rows is missing, and so is a sum over no rows.
    """
    width = max(len(question.by) for question in questions)
    first, *others = (_select(index, question, width) for index, question in enumerate(questions))
    answers: list[Cells] = [{} for _ in questions]
    for index, *texts, number in first.union(*others, all=True) if others else first:
        if number is not None and (number or questions[index].by):
            answers[index][_key(questions[index], texts)] = number
    return answers


def count(name: str, scope: Scope) -> int:
    """The figure of one cell."""
    return ask(Ask(measure(name), scope))[0].get((), 0)


def share(name: str, scope: Scope) -> tuple[int, int]:
    """Numerator and denominator of a share; a denominator of 0 means there is nothing to divide by."""
    wanted = share_named(name)
    parts = ask(Ask(measure(wanted.numerator), scope), Ask(measure(wanted.denominator), scope))
    return parts[0].get((), 0), parts[1].get((), 0)


def drill(name: str, scope: Scope) -> QuerySet[Model]:
    """The objects behind a figure; their count is the figure, because it is how the figure is made."""
    return measure(name).listed(scope)


def _select(index: int, question: Ask, width: int) -> QuerySet[Any, Any]:
    """One branch of the union: (index, dimension texts padded to `width`, number)."""
    asked = question.measure
    paths = [asked.dimension(name).path for name in question.by]
    columns: dict[str, Any] = {f"d{i}": Cast(F(path), TextField()) for i, path in enumerate(paths)}
    padding = {f"d{i}": Value(None, TextField()) for i in range(len(paths), width)}
    rows = asked.cell(question.scope).order_by().annotate(question=Value(index, IntegerField()), **columns, **padding)
    names = [f"d{i}" for i in range(width)]
    return rows.values("question", *names).annotate(number=_number(asked)).values_list("question", *names, "number")


def _number(asked: Measure) -> Any:
    if asked.total:
        return Cast(Sum(asked.total), IntegerField())
    return Count(asked.of, distinct=asked.of != "pk")


def _key(question: Ask, texts: Sequence[str | None]) -> tuple[Any, ...]:
    parsers = [question.measure.dimension(name).parse for name in question.by]
    return tuple(None if text is None else parse(text) for parse, text in zip(parsers, texts, strict=False))
