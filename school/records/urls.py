"""The addresses of a register's pages."""

from django.urls import URLPattern, path

from school.records.register import PutAway, Register
from school.records.views.details import DetailView, HistoryView
from school.records.views.edits import ActionView, AddView, EditView, PutAwayView
from school.records.views.lists import ExportView, ListView


def patterns(register: Register) -> list[URLPattern]:
    """`/lop/`, `/lop/excel`, `/lop/them/`, `/lop/12/`, `/lop/12/sua/`, `/lop/12/cat/`, `/lop/12/lich-su/`, verbs."""
    slug, name = register.slug, register.name
    one = f"{slug}/<int:pk>/"
    found = [
        path(f"{slug}/", ListView.as_view(register=register), name=f"{name}_list"),
        path(f"{slug}/excel", ExportView.as_view(register=register), name=f"{name}_export"),
        path(one, (register.detail_view or DetailView).as_view(register=register), name=f"{name}_detail"),
        path(f"{one}lich-su/", HistoryView.as_view(register=register), name=f"{name}_history"),
    ]
    if register.form and register.adds:
        found.append(path(f"{slug}/them/", AddView.as_view(register=register), name=f"{name}_add"))
    if register.form:
        found.append(path(f"{one}sua/", EditView.as_view(register=register), name=f"{name}_edit"))
    if register.put_away is not PutAway.NEVER:
        found.append(path(f"{one}cat/", PutAwayView.as_view(register=register), name=f"{name}_put_away"))
    for action in register.actions:
        view = (action.page or ActionView).as_view(register=register, action_name=action.name)
        found.append(path(f"{one}{action.slug}/", view, name=f"{name}_{action.name}"))
    return found
