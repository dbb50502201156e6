"""What a backup holds, in a line for people."""

from datetime import datetime

from django.utils import timezone

from portal.backup.manifest import Manifest


def contents(manifest: Manifest) -> str:
    """As "1.288 dòng trong 97 bảng và 12 tệp tải lên"."""
    rows, uploads = _number(manifest.rows), _number(len(manifest.uploads))
    return f"{rows} dòng trong {len(manifest.tables)} bảng và {uploads} tệp tải lên"


def moment(manifest: Manifest) -> str:
    """When it was made, on the school's clock: "17:05 ngày 24/11/2026"."""
    return f"{timezone.localtime(datetime.fromisoformat(manifest.created_at)):%H:%M ngày %d/%m/%Y}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
