"""The school's letterhead, departments, partners, programmes, documents and rules of 2023 and after."""

from typing import Any

from courses.models import EntryRule, Programme, RuleSet
from portal.demo.reading import read
from school.domain.agencies import add_agency
from school.errors import save_checked
from school.models import Agency, Department, Document, DocumentReplacement, Institution, Provenance

Documents = dict[str, Document]


def load_institution(names: dict[str, Any], letterhead: dict[str, Any]) -> None:
    """The school's record: invented, since this portal is not the school's own; `portal.demo.guard` goes by it."""
    recipients = "\n".join(letterhead["recipients"])
    save_checked(Institution(**names, **letterhead | {"recipients": recipients}, provenance=Provenance.INVENTED))


def load_reference() -> None:
    """Letterhead, departments, partners, documents, programmes and their rules."""
    school, year = read("school"), read("year-2023")
    load_institution(year["school"], school["institution"])
    for department in school["departments"]:
        save_checked(Department(**department))
    for partner in school["partners"]:
        add_agency(**partner)
    documents = load_documents(school["documents"])
    known = year["programmes"] + school["later_programmes"]
    programmes = load_programmes(known, school["short_names"], documents)
    for rule in school["rule_sets"]:
        save_checked(RuleSet(**_rule(rule, programmes, documents)))
    for rule in school["entry_rules"]:
        save_checked(EntryRule(**_rule(rule, programmes, documents)))


def load_documents(entries: list[dict[str, Any]]) -> Documents:
    """Documents by their key in the file; what each replaces comes before it there."""
    documents: Documents = {}
    for entry in entries:
        fields = dict(entry)
        key, whole, partly = fields.pop("key"), fields.pop("replaces", []), fields.pop("replaces_partly", [])
        documents[key] = Document(**fields)
        save_checked(documents[key])
        for replaced in whole + partly:
            save_checked(
                DocumentReplacement(document=documents[key], replaced=documents[replaced], partly=replaced in partly)
            )
    return documents


def load_programmes(
    entries: list[dict[str, Any]], short_names: dict[str, str], documents: Documents
) -> dict[str, Programme]:
    """Programmes in the order of the report: 10, 20, …"""
    programmes: dict[str, Programme] = {}
    for place, entry in enumerate(entries, start=1):
        fields = dict(entry)
        document, follows = fields.pop("rule", None), fields.pop("follows", None)
        programme = Programme(
            **fields,
            short_name=short_names[entry["code"]],
            order=10 * place,
            document=documents[document] if document else None,
            follows=programmes[follows] if follows else None,
        )
        save_checked(programme)
        programmes[programme.code] = programme
    return programmes


def _rule(entry: dict[str, Any], programmes: dict[str, Programme], documents: Documents) -> dict[str, Any]:
    return entry | {"programme": programmes[entry["programme"]], "document": documents[entry["document"]]}


def partner_named(name: str | None) -> Agency | None:
    """The partner of that name; None where the source names none."""
    return Agency.objects.get(name=name) if name else None
