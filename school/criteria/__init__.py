"""The criteria board: what a framework asks at a level, what the school has, and what is still owed."""

from school.criteria.board import assess, board
from school.criteria.content import (
    AT_RISK_DAYS,
    Attested,
    Board,
    Declared,
    Duty,
    Frame,
    Group,
    Line,
    Proof,
    Status,
    Value,
)
from school.criteria.reading import frame_at, frame_of, frames, level_in

__all__ = [
    "AT_RISK_DAYS",
    "Attested",
    "Board",
    "Declared",
    "Duty",
    "Frame",
    "Group",
    "Line",
    "Proof",
    "Status",
    "Value",
    "assess",
    "board",
    "frame_at",
    "frame_of",
    "frames",
    "level_in",
]
