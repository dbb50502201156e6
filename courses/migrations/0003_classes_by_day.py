from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_records_put_away"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="courseclass",
            index=models.Index(
                Coalesce("opened_from", "due_to_open_on", "cancelled_on", models.Value(date(9999, 12, 31))),
                models.F("id"),
                name="courses_class_order",
            ),
        ),
    ]
