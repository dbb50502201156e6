"""A register's list and its spreadsheet."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render

from school.days import today
from school.errors import NotFound
from school.models import ListExport
from school.records.listing import ARCHIVE_CHOICES, Listing, OutOfScope
from school.records.sheet import TooManyRows, write
from school.records.views.base import RecordView, invented
from school.records.views.details import DetailView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListingView(RecordView):
    """A page that shows rows of the register."""

    def listing(self) -> Listing:
        """What the address asks for; within a record that is not there it is a 404 in words."""
        try:
            return Listing(self.register, self.request.user, self.request.GET)
        except OutOfScope as error:
            raise NotFound(str(error)) from None


class ListView(ListingView):
    """The list; typing in its search box asks for the rows alone."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """400 where something the address asks cannot be followed: the list is shown without it."""
        listing = self.listing()
        rows = listing.page.rows
        if self.register.single and rows:
            return DetailView.as_view(register=self.register)(request, pk=rows[0].pk)
        context: dict[str, Any] = {
            "register": self.register,
            "listing": listing,
            "archive_choices": ARCHIVE_CHOICES.items(),
            "may_add": bool(self.register.form) and self.register.adds and self.register.may_edit(request.user),
            "doors": [door for door in self.register.doors if request.user.has_perm(door.may)],
            "invented": invented(rows),
        }
        template = "records/rows.html" if getattr(request, "htmx", False) else "records/list.html"
        return render(request, template, context, status=400 if listing.problems else 200)


class ExportView(ListingView):
    """The rows that the list shows, as a spreadsheet; who took it is kept."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A file named after the list and the day."""
        listing = self.listing()
        if listing.problems:  # what was asked for cannot be followed: no file of something else
            return ListView.as_view(register=self.register)(request)
        try:
            file, rows = write(listing)
        except TooManyRows:
            context = {"register": self.register, "listing": listing, "too_many": True}
            return render(request, "records/list.html", context, status=400)
        ListExport.objects.create(
            exported_by=self.reader, register=self.register.title, query=request.GET.urlencode(), rows=rows
        )
        name = f"{self.register.slug}-{today():%Y-%m-%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
