"""The criteria framework of Quy định 11-QĐ/TW, with working indicators that nobody has verified yet."""

from typing import Any

from portal.demo.reading import read
from school.errors import save_checked
from school.models import Criterion, Document, DocumentKind, Framework, FrameworkLevel, Indicator, Threshold


def load_framework() -> None:
    """Documents, levels, criteria, indicators and thresholds."""
    content = read("qd11")
    framework = Framework(
        code="QD11",
        name=f"Trường chính trị chuẩn theo {content['rule']['number']}",
        document=_document(content["rule"], DocumentKind.REGULATION),
        valid_from=content["rule"]["date"],
    )
    save_checked(framework)
    for guidance in content["guidance"]:
        _document(guidance, DocumentKind.GUIDANCE)
    for level in content["levels"]:
        save_checked(
            FrameworkLevel(framework=framework, level=level["level"], official_total=level["indicators_total"])
        )
    for place, entry in enumerate(content["criteria"], start=1):
        criterion = Criterion(framework=framework, code=entry["code"], name=entry["name"], order=10 * place)
        save_checked(criterion)
        for within, indicator in enumerate(entry["indicators"], start=1):
            _indicator(criterion, indicator, 10 * within)


def _document(entry: dict[str, Any], kind: DocumentKind) -> Document:
    document = Document(
        number=entry["number"],
        issuer=entry["issuer"],
        issued_on=entry["date"],
        valid_from=entry["date"],
        kind=kind,
        title=entry["title"],
    )
    save_checked(document)
    return document


def _indicator(criterion: Criterion, entry: dict[str, Any], order: int) -> None:
    """An indicator, and its threshold at level 1 where one is known."""
    indicator = Indicator(
        criterion=criterion,
        code=entry["code"],
        text=entry["text"],
        kind=entry["kind"],
        measure=entry.get("measure", ""),
        unit=entry.get("unit", ""),
        order=order,
    )
    save_checked(indicator)
    if entry.get("level1") is not None:
        save_checked(Threshold(indicator=indicator, level=1, at_least=entry["level1"]))
