"""Foreign keys to (id, is_group) of an agency: the database itself keeps groups and agencies apart."""

from django.db.migrations import RunSQL


def agency_key(table: str, column: str, flag: str) -> RunSQL:
    """Let `column` of `table` name only agencies whose is_group equals the generated column `flag`."""
    name = f"{table}_{column}_group_key"
    return RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{column}", "{flag}") '
        'REFERENCES "school_agency" ("id", "is_group") DEFERRABLE INITIALLY DEFERRED',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )
