"""Who may open what: one line for every address of the portal, written by hand.

A line is: the name of the address (braces stand for several), then what each role gets for a GET, in the order of
`ROLES`. Records are somebody else's: what a lecturer sees of their own classes is tested beside. The data admin
(`admin:`) is one rule: administrators only, everybody else is sent to sign in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.accounts.links import make_link
from portal.models import Role
from school.days import today
from school.records.register import registers
from tests import factories
from tests.test_factories import ALL

ROLES = (None, Role.ADMIN, Role.TRAINING, Role.SCIENCE, Role.LECTURER, Role.LEADERSHIP)
OK, AWAY, FORBIDDEN, MISSING, NOT_BY_GET = 200, 302, 403, 404, 405

# fmt: off
LINES = """
#                                                            anon  adm  trn  sci  lec  lead
portal:home                                                   302  200  200  200  200  200
portal:search                                                 302  200  200  200  200  200
portal:sign_in                                                200  302  302  302  302  302
portal:sign_out                                               405  405  405  405  405  405
portal:health                                                 200  200  200  200  200  200
portal:reports                                                302  302  302  302  403  302
portal:annual_{report,total,report_pdf,report_word,report_excel}  302  200  200  200  403  200
portal:figure_rows                                            302  200  200  200  403  200
portal:declared_{figure,fact}                                 302  200  200  200  403  200
portal:change_password                                        302  200  200  200  200  200
portal:set_password                                           302  302  302  302  302  302
portal:account_{list,detail,history,export,add,edit}          302  200  403  403  403  403
portal:account_{link,links,deactivate,activate,import}        302  200  403  403  403  403
portal:plans                                                  302  302  302  302  403  302
portal:plan                                                   302  200  200  200  403  200
portal:criteria{,_indicator}                                  302  200  200  200  403  200
portal:criteria_{attest,assign,add_evidence}                  302  200  403  200  403  403
portal:criteria_{finish,withdraw_evidence}                    302  405  403  405  403  403
portal:class_list{,_export}                                   302  200  200  200  404  200
portal:evidence_file                                          302  404  404  404  403  404

school:agency{,_name,_membership,_succession}_{list,detail,history,export}    302  200  200  200  403  200
school:agency{,_name,_membership,_succession}_{add,edit,put_away}             302  200  200  403  403  403
school:agency_{rename,end}                                                    302  200  200  403  403  403
school:department_{list,detail,history,export}                                302  200  200  200  200  200
school:department_{add,edit,put_away}                                         302  200  403  200  403  403
school:{staff,staff_employment,staff_posting,qualification}_{list,export}     302  200  200  200  200  200
school:{staff,staff_employment,staff_posting,qualification}_{detail,history}  302  200  200  200  404  200
school:{staff,staff_employment,staff_posting,qualification}_{add,edit,put_away}  302  200  403  200  403  403
school:staff_{employ,appoint,leave}                                           302  200  403  200  403  403
school:{document,document_replacement}_{list,detail,history,export}           302  200  200  200  200  200
school:{document,document_replacement}_{add,edit,put_away}                    302  200  200  200  403  403
school:document_{compare,expire}                                              302  200  200  200  403  403
school:{source,declared_fact}_{list,detail,history,export}                    302  200  200  200  403  200
school:{source,declared_fact}_{add,edit,put_away}                             302  200  200  200  403  403
school:{framework,framework_level,criterion,indicator,threshold,attestation,criteria_task,evidence,evidence_use}_{list,detail,history,export}  302  200  200  200  403  200
school:{framework,framework_level,criterion,indicator,threshold,attestation,criteria_task,evidence,evidence_use}_{add,edit,put_away}           302  200  403  200  403  403
school:institution_list                                                       302  200  200  200  200  200
school:institution_{detail,history,export}                                    302  200  200  200  200  200
school:institution_edit                                                       302  200  403  403  403  403
school:list_export_{list,detail,history,export}                               302  200  403  403  403  403

courses:{programme,module,rule_set,entry_rule}_{list,detail,history,export}   302  200  200  200  200  200
courses:{programme,module,rule_set,entry_rule}_{add,edit,put_away}            302  200  200  403  403  403
courses:{plan,plan_line,declared_figure,coverage}_{list,detail,history,export}  302  200  200  200  403  200
courses:{plan,plan_line,declared_figure,coverage}_{add,edit,put_away}         302  200  200  403  403  403
courses:plan_revise                                                           302  200  200  403  403  403
courses:plan_line_open                                                        302  200  200  403  403  403
courses:class_{list,export}                                                   302  200  200  200  200  200
courses:class_{detail,history}                                                302  200  200  200  404  200
courses:class_{add,edit,put_away}                                             302  200  200  403  403  403
courses:class_{open,close,cancel,confirm,reopen,complete,undo_opening,correct_opening,enrol,receive}  302  200  200  403  403  403

enrollment:{learner,posting,succession,enrolment,stay,change,confirmation}_{list,export}     302  200  200  200  200  200
enrollment:{learner,posting,succession,enrolment,stay,change,confirmation}_{detail,history}  302  200  200  200  404  200
enrollment:learner_{add,edit,put_away}                                        302  200  200  403  403  403
enrollment:{posting,succession}_{edit,put_away}                               302  200  200  403  403  403
enrollment:learner_{enrol,move,plan,merge}                                    302  200  200  403  403  403
enrollment:enrolment_{complete,come_back,transfer,defer,leave,undo}           302  200  200  403  403  403
enrollment:learner_duplicates                                                 302  200  200  403  403  403
enrollment:merge_{list,detail,history,export}                                 302  200  200  200  403  200
enrollment:merge_split                                                        302  200  200  403  403  403
enrollment:identity_{list,detail,history,export}                              302  200  200  403  403  403
enrollment:identity_{add,edit,put_away}                                       302  200  200  403  403  403
enrollment:{roster_import,header_meaning}_{list,detail,history,export}        302  200  200  403  403  403
enrollment:roster_import_{receive,start,retry,again,undo,discard,columns,cell,agency,left_excel}  302  200  200  403  403  403
enrollment:roster_import_{choose,agencies}                                    302  405  405  403  403  403
enrollment:header_meaning_{add,edit,put_away}                                 302  200  200  403  403  403

research:{project,seminar,publication,contribution}_{list,detail,history,export}  302  200  200  200  200  200
research:{project,seminar,publication,contribution}_{add,edit,put_away}       302  200  403  200  403  403
research:project_accept                                                       302  200  403  200  403  403
research:seminar_hold                                                         302  200  403  200  403  403
"""
# fmt: on
FILES = ("_export", "_pdf", "_word", "_excel")  # a page that is a file has no picture


@dataclass(frozen=True)
class Access:
    """One address and the status for each role."""

    name: str
    statuses: tuple[int, ...]

    def wants(self, role: Role | None) -> int:
        """The status that the table gives."""
        return self.statuses[ROLES.index(role)]

    @property
    def page(self) -> bool:
        """Whether there is something to look at."""
        return OK in self.statuses and not self.name.endswith((*FILES, ":health"))


def _expanded(name: str) -> Iterator[str]:
    match = re.search(r"\{([^}]*)\}", name)
    if match is None:
        yield name
        return
    for choice in match.group(1).split(","):
        yield from _expanded(name[: match.start()] + choice + name[match.end() :])


def _table() -> tuple[Access, ...]:
    lines = (line.split() for line in LINES.splitlines() if line and not line.startswith("#"))
    return tuple(Access(name, tuple(map(int, codes))) for first, *codes in lines for name in _expanded(first))


TABLE = _table()


def every_name() -> set[str]:
    """The name of every address there is, the data admin's apart."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}"
            elif pattern.namespace != "admin":
                yield from walk(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)

    return set(walk(get_resolver(), ""))


LOOKED_AT = 200
FACTORIES = {factory._meta.model: factory for factory in ALL}


def one_time_link() -> list[str]:
    """The parts of the address that a new account's link has."""
    path = make_link(factories.UserFactory()).path
    return path.strip("/").split("/")[-2:]


def _one(factory: Any, **fields: Any) -> Any:
    """A record with those values, made where there is none."""
    return factory._meta.model._default_manager.filter(**fields).first() or factory(**fields)


def _imported(state: str) -> list[Any]:
    """An import that stands there."""
    return [factories.RosterImportFactory(state=state, undone_at=None).pk]


def _with_rows_left() -> list[Any]:
    """An import of which a row was refused."""
    row = factories.ImportRowFactory(
        outcome="refused", reason="Thiếu năm sinh.", learner=None, roster_import__state="done"
    )
    return [row.roster_import_id]


def _with_indicator(line: Any) -> list[Any]:
    return [line.indicator_id, line.pk]


# What an address needs besides a record of its register: made when asked for.
ARGUMENTS: dict[str, Callable[[], list[Any]]] = {
    "portal:figure_rows": lambda: ["classes_opened"],
    "portal:declared_figure": lambda: [_one(factories.DeclaredFigureFactory).pk],
    "portal:set_password": lambda: one_time_link(),
    "portal:account_activate": lambda: [factories.UserFactory(is_active=False).pk],
    "portal:declared_fact": lambda: [_one(factories.DeclaredFactFactory).pk],
    "portal:plan": lambda: [today().year],
    "portal:criteria_indicator": lambda: [_one(factories.IndicatorFactory).pk],
    "portal:criteria_attest": lambda: [_one(factories.IndicatorFactory, kind="attested", measure="").pk],
    "portal:criteria_assign": lambda: [_one(factories.IndicatorFactory).pk],
    "portal:criteria_add_evidence": lambda: [_one(factories.IndicatorFactory).pk],
    "portal:criteria_finish": lambda: _with_indicator(factories.CriteriaTaskFactory()),
    "portal:criteria_withdraw_evidence": lambda: _with_indicator(factories.EvidenceUseFactory()),
    "portal:evidence_file": lambda: [factories.EvidenceFactory().pk],  # one without a file
    "portal:class_list": lambda: [factories.EnrolmentFactory().first_class_id],
    "portal:class_list_export": lambda: [factories.EnrolmentFactory().first_class_id],
    # A verb's page is there only while the verb applies to the record: where no record is such, one is made.
    "courses:class_open": lambda: [factories.CourseClassFactory(opened=None).pk],
    "courses:class_cancel": lambda: [factories.CourseClassFactory(opened=None).pk],
    "courses:class_confirm": lambda: [factories.EnrolmentFactory().first_class_id],
    "courses:class_complete": lambda: [factories.EnrolmentFactory().first_class_id],
    "courses:class_reopen": lambda: [factories.RosterConfirmationFactory().course_class_id],
    "enrollment:enrolment_come_back": lambda: [factories.EnrolmentFactory(state="deferred").pk],
    "enrollment:roster_import_retry": lambda: _imported("queued"),
    "enrollment:roster_import_again": lambda: _imported("done"),
    "enrollment:roster_import_undo": lambda: _imported("done"),
    "enrollment:roster_import_columns": lambda: _imported("draft"),
    "enrollment:roster_import_cell": lambda: [*_imported("draft"), 2, 0],
    "enrollment:roster_import_choose": lambda: [*_imported("draft"), 2],
    "enrollment:roster_import_agency": lambda: [*_imported("draft"), 2],
    "enrollment:roster_import_agencies": lambda: _imported("draft"),
    "enrollment:roster_import_left_excel": _with_rows_left,
    "enrollment:enrolment_undo": lambda: [
        factories.EnrolmentChangeFactory(verb="withdraw", enrolment__state="withdrawn").enrolment_id
    ],
    "school:staff_appoint": lambda: [factories.StaffEmploymentFactory().staff_id],
    "school:staff_leave": lambda: [factories.StaffEmploymentFactory().staff_id],
    "school:institution_list": lambda: [factories.InstitutionFactory()][1:],  # it has to exist
    "research:seminar_hold": lambda: [factories.SeminarFactory(held=None).pk],
}
ONE_YEAR = "portal:annual_"


def address(name: str) -> str:
    """An address of that name that leads somewhere; makes the record it needs, where there is none."""
    page = _of_register(name)
    if page and (there := _there(*page)):
        return there
    if name in ARGUMENTS:
        return reverse(name, args=ARGUMENTS[name]())
    if name.startswith(ONE_YEAR):
        return reverse(name, args=[2023])
    return page[0].url(page[1], FACTORIES[page[0].model]().pk) if page else reverse(name)


def _of_register(name: str) -> tuple[Any, str] | None:
    """The register that an address belongs to, and the name of its page there."""
    for register in registers():
        page = name.removeprefix(f"{register.key}_".replace(".", ":"))
        if page != name and page in _pages_of(register):
            return register, page
    return None


def _there(register: Any, page: str) -> str:
    """The page's address, with the latest record that it is there for; "" without one.

    Over the demo's records a new one might contradict them.
    """
    if page in {"list", "add", "export"}:
        return "" if page == "list" and register.single else register.url(page)  # a single record has to exist
    actions = {action.name: action for action in register.actions}
    for row in register.rows().order_by("-pk")[:LOOKED_AT]:
        if page not in actions or actions[page].ready(row):
            return register.url(page, row.pk)
    return ""


def _pages_of(register: Any) -> set[str]:
    actions = {action.name for action in register.actions}
    return {"list", "export", "add", "detail", "history", "edit", "put_away"} | actions


def rows_there_are() -> None:
    """A row of every register, so that no list is empty."""
    for register in registers():
        if not register.model._default_manager.exists():
            fields = {field.name for field in register.model._meta.fields}
            of = {
                "indicator": _one(factories.IndicatorFactory, kind="attested", measure=""),
                "programme": _one(factories.ProgrammeFactory),
            }
            FACTORIES[register.model](**{name: row for name, row in of.items() if name in fields})
