"""What a backup says of itself: versions, tables, uploads, all with their checksums."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from portal.backup.versions import Leaves

FORMAT = 1


@dataclass(frozen=True)
class SavedTable:
    """A table's rows: columns in the order of the COPY text, and what each counted column would give next."""

    columns: list[str]
    rows: int
    sha256: str
    next_numbers: dict[str, int]


@dataclass(frozen=True)
class SavedUpload:
    """An uploaded file: its size in bytes and its checksum."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup; `migrations` is the last applied migration of each app."""

    format: int
    version: str
    created_at: str
    postgresql: str
    migrations: Leaves
    tables: dict[str, SavedTable]
    uploads: dict[str, SavedUpload]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> bytes:
        """As it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Read what `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        values: dict[str, Any] = json.loads(data)
        tables = {name: SavedTable(**table) for name, table in values.pop("tables").items()}
        uploads = {name: SavedUpload(**upload) for name, upload in values.pop("uploads").items()}
        return cls(**values, tables=tables, uploads=uploads)
