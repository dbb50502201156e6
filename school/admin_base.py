"""What every page of the data admin shares."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


def _searchable(site: admin.AdminSite, options: Any, parent: type[models.Model] | None = None) -> list[str]:
    """Foreign keys to a registered model that can be searched, other than the one to `parent`."""
    keys = [field for field in options.fields if isinstance(field, models.ForeignKey)]
    registered = {model for model, page in site._registry.items() if page.search_fields}
    return [key.name for key in keys if key.related_model in registered and key.related_model is not parent]


class RecordAdmin(admin.ModelAdmin):
    """A register: foreign keys by search, no N+1 in lists, generated columns left out of forms."""

    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every foreign key whose target can be searched."""
        return _searchable(self.admin_site, self.opts)

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """The foreign keys among the columns, unless the page names what its columns need."""
        if self.list_select_related:
            return self.list_select_related
        shown = set(self.get_list_display(request))
        return [f.name for f in self.opts.fields if isinstance(f, models.ForeignKey) and f.name in shown]


class ValidAdmin(RecordAdmin):
    """A register of records with validity dates."""

    list_filter: ClassVar[Any] = ["valid_to"]


class Rows(admin.TabularInline):
    """Rows of a record on its own page."""

    extra = 0
    show_change_link = True

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every foreign key whose target can be searched, but the one to the record itself."""
        return _searchable(self.admin_site, self.opts, self.parent_model)


def rows(model: type[models.Model], fk_name: str | None = None) -> type[Rows]:
    """An inline of `model`."""
    return type(f"{model.__name__}Rows", (Rows,), {"model": model, "fk_name": fk_name})
