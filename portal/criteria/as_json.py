"""The board for other programs: fixed names, unknown numbers null."""

from typing import Any

from school.criteria import Board, Line, Proof


def as_json(board: Board) -> dict[str, Any]:
    """The shape that other programs read; per cents unrounded, days ISO."""
    declared = board.declared
    return {
        "framework": board.frame.code,
        "level": board.level,
        "on": board.on.isoformat(),
        "loaded": board.loaded,
        "official_total": board.official_total,
        "declared_remaining": declared.remaining if declared else None,
        "due": declared.due.isoformat() if declared and declared.due else None,
        "summary": {status.value: count for status, count in board.summary.items()},
        "criteria": [
            {"code": group.code, "name": group.name, "indicators": [_indicator(line) for line in group.lines]}
            for group in board.groups
        ],
    }


def _indicator(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "text": line.text,
        "kind": line.kind,
        "measure": line.measure or None,
        "value": _number(line.value.exact) if line.value else None,
        "threshold": None if line.threshold is None else _number(line.threshold),
        "unit": line.unit or None,
        "status": line.status.value,
        "verified": line.verified,
        "evidence": [_proof(proof) for proof in line.evidence],
    }


def _number(exact: Any) -> int | float:
    """A whole number stays one."""
    return int(exact) if exact == int(exact) else float(exact)


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "title": proof.title,
        "file": proof.file or None,
        "link": proof.link or None,
        "document": proof.document or None,
        "added_on": proof.added.isoformat(),
    }
