"""The annual report as JSON: the shape that other programs read."""

import json
from typing import Any

from portal.report import wording
from portal.report.content import AnnualReport, Row, Share


def render(report: AnnualReport) -> bytes:
    """UTF-8 JSON, the same bytes for the same report."""
    return (json.dumps(as_dict(report), ensure_ascii=False, indent=2) + "\n").encode()


def as_dict(report: AnnualReport) -> dict[str, Any]:
    """Plain values; unknown numbers are None, never 0; approximate rows are never inside `total`."""
    off_plan, standard = report.off_plan, report.standard
    return {
        "year": report.year,
        "as_of": report.as_of.isoformat(),
        "rows": [_row(row) for row in report.rows],
        "total": {"classes": report.total.classes, "learners": report.total.learners},
        "off_plan": {
            "classes": off_plan.classes if off_plan else None,
            "learners": off_plan.learners if off_plan else None,
            "approximate": off_plan.approximate if off_plan else False,
        },
        "key_tasks_done": report.key_tasks_done,
        "plan_completion": _share(report.plan_completion),
        "staff": {share.measure: _share(share) for share in report.staff_shares},
        "research": {kind: _research(report, kind) for kind in ("seminars", "projects")},
        "criteria": {
            "rule": standard.rule if standard else None,
            "level": standard.level if standard else None,
            "target": standard.target.isoformat() if standard and standard.target else None,
            "remaining": standard.remaining if standard else None,
            "due": standard.due.isoformat() if standard and standard.due else None,
        },
        "notes": [wording.no_data(report)] if report.empty else list(report.notes),
        "sources": [wording.source(line) for line in report.sources],
        "invented": report.invented,
        "frozen": report.frozen,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "programme": row.programme_code,
        "partner": row.partner_name,
        "planned": row.planned,
        "classes": row.classes,
        "learners": row.learners,
        "people": row.people,
        "declared": row.declared,
        "counted": row.counted,
        "carried_over": row.carried_over,
        "closed": row.closed,
        "basis": row.basis.value,
        "approximate": row.approximate,
        "wording": row.wording or None,
        "confirmed_classes": row.confirmed,
        "in_total": row.in_total,
        "notes": list(row.note_numbers),
    }


def _share(share: Share) -> dict[str, int | None]:
    return {"numerator": share.numerator, "denominator": share.denominator}


def _research(report: AnnualReport, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "level": line.level,
            "label": line.label,
            "count": line.count,
            "stated_without_number": line.declared_without_number,
        }
        for line in report.research
        if line.kind == kind
    ]
