"""Keeping the demo and a real school apart: what here is demo, and where the demo may not go."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models

from portal.database import is_own_embedded
from portal.models import User
from school.models import Institution, Provenance

OUR_APPS = ("school", "courses", "enrollment", "research")

NOT_OURS = (
    "Chưa nạp dữ liệu dùng thử: dữ liệu này chỉ vào cơ sở dữ liệu do make run tạo ra, "
    "không vào cơ sở dữ liệu ghi ở DATABASE_URL. Bỏ biến DATABASE_URL rồi chạy: make run."
)
IN_USE = (
    "Chưa nạp dữ liệu dùng thử: cơ sở dữ liệu này đang giữ số liệu của {owner}, không trộn với số liệu giả định. "
    "Muốn dùng thử, chạy make run ở một bản sao khác của phần mềm."
)


def is_loaded() -> bool:
    """The portal is the demo's: the record of its school was invented."""
    return Institution.objects.filter(provenance=Provenance.INVENTED).exists()


def refusal(environ: Mapping[str, str]) -> str | None:
    """Why the demo may not be loaded here, in words; None where it may, or already is."""
    if not is_own_embedded(environ):
        return NOT_OURS
    if is_loaded() or not _in_use():
        return None
    school = Institution.objects.first()
    return IN_USE.format(owner=school.name if school else "một trường")


def demo_traces() -> list[str]:
    """What in this database is demo, a line each; empty on a real portal."""
    return list(_traces())


def _traces() -> Iterator[str]:
    usernames = User.objects.filter(demo=True).order_by("username").values_list("username", flat=True)
    if usernames:
        yield f"tài khoản dùng thử: {', '.join(usernames)}"
    for model in _our_models():
        if "provenance" in {field.name for field in model._meta.fields}:
            number = model._default_manager.filter(provenance=Provenance.INVENTED).count()
            if number:
                yield f"{model._meta.verbose_name}: {number} bản ghi giả định"


def _in_use() -> bool:
    return any(model._default_manager.exists() for model in _our_models())


def _our_models() -> Iterator[type[models.Model]]:
    """Every table of the school's own records; history of them (event tables) is left out."""
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield model
