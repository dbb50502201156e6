"""What every page of a register shares: who may, and the record or a 404 in words."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.views.generic import View

from school.errors import NotFound
from school.models import Provenance
from school.records.register import Register

KEPT = "kept_form"
MOST_KEPT = 200_000  # characters


class RecordView(View):
    """A page of one register; the register says who may read and who may edit."""

    register: Register = None  # type: ignore[assignment]  # each address gives its own
    edits = False
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Signing in first, with what was typed kept; then 403 where the role may not."""
        if not request.user.is_authenticated:
            self._keep(request)
            return redirect_to_login(request.get_full_path())
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        """Reading, or editing where the page edits."""
        return self.register.may_edit(user) if self.edits else self.register.may_read(user)

    @property
    def reader(self) -> Any:
        """Whoever is signed in: `dispatch` let nobody else pass."""
        return self.request.user

    def rows(self) -> QuerySet[Any]:
        """The rows this user may know of."""
        return self.register.visible(self.request.user)

    def record(self, pk: int) -> Any:
        """The record, where this user may know of it. Raises NotFound."""
        found = self.rows().filter(pk=pk).first()
        if found is None:
            raise NotFound(f"Không có {self.register.noun} này, hoặc không thuộc phạm vi của bạn.")
        return found

    def _keep(self, request: HttpRequest) -> None:
        """A session that ended does not take along what was typed: the form shows it again after signing in."""
        if request.method == "POST" and self.edits:
            typed = request.POST.urlencode()
            if len(typed) <= MOST_KEPT:
                request.session[KEPT] = {"path": request.path, "typed": typed}

    def kept(self) -> QueryDict | None:
        """What was typed into this very form before the session ended, once."""
        kept = self.request.session.get(KEPT)
        if not kept or kept["path"] != self.request.path:
            return None
        del self.request.session[KEPT]
        return QueryDict(kept["typed"])


def invented(records: list[Any]) -> bool:
    """Whether a page shows made-up data."""
    return any(getattr(record, "provenance", "") == Provenance.INVENTED for record in records)
