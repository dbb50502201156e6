"""A class's list as a file: choosing its shape, and the file."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses.models import CourseClass
from courses.registers.classes import CLASS
from enrollment.queries.class_list import class_members
from portal.class_list import excel, word
from portal.class_list.content import ClassList, class_list
from portal.class_list.forms import TABLE, WORD, ClassListForm
from portal.context import HOUSE
from portal.views.reports import OFFICE
from school.days import today
from school.models import Institution, ListExport
from school.records.register import register_named
from school.records.views.base import RecordView, invented
from school.text import search_key

SEE_IDENTITY = "enrollment.see_identity"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class ClassListView(RecordView):
    """Whoever may open the class and read who is in it may take its list away."""

    register = CLASS

    def allowed(self, user: Any) -> bool:
        """Reading both the class and its learners."""
        return super().allowed(user) and register_named("enrollment.enrolment").may_read(user)

    @property
    def sees_numbers(self) -> bool:
        """Whether identity numbers are on the list."""
        return bool(self.reader.has_perm(SEE_IDENTITY))

    def page(self, course_class: CourseClass, form: ClassListForm, status: int = 200) -> HttpResponse:
        """The choice of shapes."""
        context = {
            "register": self.register,
            "record": course_class,
            "form": form,
            "number": len(class_members(course_class, numbers=False)),
            "sees_numbers": self.sees_numbers,
            "invented": invented([course_class]),
        }
        return render(self.request, "portal/class_list.html", context, status=status)


class ClassListPage(ClassListView):
    """Choosing the shape."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 in words for a class that is not there, or not for this user."""
        return self.page(self.record(pk), ClassListForm())


class ClassListFile(ClassListView):
    """The file; who took it is kept."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """400 with the choices again where the shape asked for is none."""
        course_class = self.record(pk)
        form = ClassListForm(request.GET)
        if not form.is_valid():
            return self.page(course_class, form, status=400)
        content = self._content(course_class, form)
        ListExport.objects.create(
            exported_by=self.reader,
            register=f"Danh sách lớp {course_class.code}"[: ListExport._meta.get_field("register").max_length],
            query=request.GET.urlencode(),
            rows=len(content.people),
        )
        return _file(content, form, course_class)

    def _content(self, course_class: CourseClass, form: ClassListForm) -> ClassList:
        members = class_members(course_class, numbers=self.sees_numbers)
        institution = Institution.objects.first() or Institution(name=HOUSE)
        return class_list(course_class, members, institution, today(), self.sees_numbers, form.wanted)


def _file(content: ClassList, form: ClassListForm, course_class: CourseClass) -> HttpResponse:
    kind, suffix = (DOCX, "docx") if form.shape == WORD else (XLSX, "xlsx")
    write = {WORD: word.render, TABLE: excel.render_plain}.get(form.shape, excel.render)
    code = NOT_IN_NAMES.sub("-", search_key(course_class.code)).strip("-")
    name = f"danh-sach-{code}-{today():%Y-%m-%d}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(content), content_type=kind, headers=headers)
