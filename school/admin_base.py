"""What every page of the data admin shares."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from school.admin_history import HistoryMixin
from school.admin_resource import LedgerResource
from school.admin_transfer import TransferMixin
from school.days import today
from school.errors import Refused, refusing
from school.models.base import Archivable
from school.text import search_key

LOOKUPS = ("__exact", "__startswith")


@admin.display(description="họ và tên", ordering="sort_key")
def person_name(person: Any) -> str:
    """The name, ordered by given name as Vietnamese lists are."""
    return str(person.full_name)


@admin.display(description="tên", ordering="sort_key")
def agency_name(agency: Any) -> str:
    """The name, in Vietnamese order."""
    return str(agency.name)


class ArchiveFilter(admin.SimpleListFilter):
    """Records in use, or put away."""

    title = "lưu trữ"
    parameter_name = "luu-tru"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two kinds."""
        return [("dang-dung", "đang dùng"), ("da-cat", "đã cất vào lưu trữ")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Those of the kind that was asked for."""
        if self.value() in {"dang-dung", "da-cat"}:
            return queryset.filter(archived_on__isnull=self.value() == "dang-dung")
        return queryset


@admin.action(description="Cất vào lưu trữ")
def put_away(page: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
    """From today on."""
    count = queryset.filter(archived_on=None).update(archived_on=today())
    page.message_user(request, f"Đã cất {count} bản ghi vào lưu trữ. Số liệu và báo cáo vẫn tính đủ.", messages.SUCCESS)


@admin.action(description="Đưa ra khỏi lưu trữ")
def take_back(page: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
    """Into the daily lists again."""
    count = queryset.exclude(archived_on=None).update(archived_on=None)
    page.message_user(request, f"Đã đưa {count} bản ghi ra khỏi lưu trữ.", messages.SUCCESS)


def titled(title: str, base: type[admin.FieldListFilter] = admin.AllValuesFieldListFilter) -> type:
    """A filter by a column that has no name of its own, such as a generated one."""

    class Titled(base):  # type: ignore[valid-type,misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


def _searchable(site: admin.AdminSite, options: Any, parent: type[models.Model] | None = None) -> list[str]:
    """Foreign keys to a registered model that can be searched, other than the one to `parent`."""
    keys = [field for field in options.fields if isinstance(field, models.ForeignKey)]
    registered = {model for model, page in site._registry.items() if page.search_fields}
    return [key.name for key in keys if key.related_model in registered and key.related_model is not parent]


class FoundSelect(AutocompleteSelect):
    """Django's field of a record that is searched for; what is no key is no choice instead of an error."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The chosen record."""
        return super().optgroups(name, [key for key in value if str(key).isdecimal() and len(key) < 19], attrs)


class KeysMixin:
    """Foreign keys are searched for, where their records can be."""

    def formfield_for_foreignkey(self: Any, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The key's form field."""
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = FoundSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class SearchMixin:
    """Every word typed must be in one of the fields; in search keys whatever its accents."""

    def get_search_results(
        self: Any, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """The records found, and whether one may be there twice."""
        fields = self.get_search_fields(request)
        for word in smart_split(search_term.replace("\x00", "") if fields else ""):
            plain = unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] != word else word
            queryset = queryset.filter(_any_of(fields, plain))
        return queryset, any(self._many(field) for field in fields)

    def _many(self: Any, field: str) -> bool:
        """Whether the field is of rows of the record."""
        first = self.opts.get_field(field.split("__")[0])
        return bool(first.one_to_many or first.many_to_many)


def _any_of(fields: Any, word: str) -> Q:
    found = Q()
    for field in fields:
        value = search_key(word) if field.endswith("search_key") else word
        found |= Q(**{field if field.endswith(LOOKUPS) else f"{field}__icontains": value})
    return found


class Refusing:
    """A form whose saving was refused for a reason that it could not know."""

    text = ""

    def clean(self) -> None:
        """Raises Refused, with the reason."""
        super().clean()  # type: ignore[misc]
        raise Refused(self.text)


class RecordAdmin(KeysMixin, SearchMixin, TransferMixin, HistoryMixin, admin.ModelAdmin):
    """A register: foreign keys by search, no N+1 in lists, generated columns left out of forms."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice reads the whole table
    save_on_top = True

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every foreign key whose target can be searched."""
        return _searchable(self.admin_site, self.opts)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """When a record was put away stands last."""
        shown = list(super().get_list_display(request))
        return [*shown, "archived_on"] if issubclass(self.model, Archivable) else shown

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Records in use first, where records are put away."""
        filters = list(super().get_list_filter(request))
        return [ArchiveFilter, *filters] if issubclass(self.model, Archivable) else filters

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Putting away, where records are put away."""
        actions: dict[str, Any] = super().get_actions(request)
        if issubclass(self.model, Archivable) and self.has_change_permission(request):
            for action in (put_away, take_back):
                actions[action.__name__] = (action, action.__name__, action.short_description)  # type: ignore[attr-defined]
        return actions

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What nobody types is shown all the same."""
        shown = list(super().get_readonly_fields(request, obj))
        names = {"provenance", "archived_on"} - set(shown) if obj else set()
        return shown + [field.name for field in self.opts.fields if field.name in names]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """The foreign keys among the columns, unless the page names what its columns need."""
        if self.list_select_related:
            return self.list_select_related
        shown = set(self.get_list_display(request))
        return [f.name for f in self.opts.fields if isinstance(f, models.ForeignKey) and f.name in shown]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store it. Raises Refused where only the database can tell."""
        with refusing():
            super().save_model(request, obj, form, change)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form; what was refused while saving is said on it, with everything typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refused = refused.text  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, with what was refused on top of it."""
        form = super().get_form(request, *args, **kwargs)
        text = getattr(request, "refused", "")
        return type(form.__name__, (Refusing, form), {"text": text}) if text else form


class ValidAdmin(RecordAdmin):
    """A register of records with validity dates."""

    list_filter: ClassVar[Any] = ["valid_to"]


class LedgerAdmin(RecordAdmin):
    """A register that is only written on: entries are read and added, never edited."""

    ledger = True
    resource_base = LedgerResource

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits it."""
        return False


class LogAdmin(LedgerAdmin):
    """A register that the portal alone writes on: nobody adds, edits or takes away an entry."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The portal does."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It tells what was done."""
        return False


class Rows(KeysMixin, admin.TabularInline):
    """Rows of a record on its own page."""

    extra = 0
    show_change_link = True

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every foreign key whose target can be searched, but the one to the record itself."""
        return _searchable(self.admin_site, self.opts, self.parent_model)


def rows(model: type[models.Model], fk_name: str | None = None) -> type[Rows]:
    """An inline of `model`."""
    return type(f"{model.__name__}Rows", (Rows,), {"model": model, "fk_name": fk_name})
