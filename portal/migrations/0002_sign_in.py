from typing import Any

from django.core.management import call_command
from django.db import migrations, models


def create_cache(apps: Any, schema_editor: Any) -> None:
    """The table that all processes count attempts to sign in in (settings.CACHES)."""
    call_command("createcachetable", "portal_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="link_made_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cấp liên kết lúc"),
        ),
        migrations.RunPython(create_cache, migrations.RunPython.noop),
        migrations.RunSQL(migrations.RunSQL.noop, "DROP TABLE IF EXISTS portal_cache"),
    ]
