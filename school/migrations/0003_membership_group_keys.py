"""A membership is of an agency in a group: never a group in a group, nor an agency in an agency."""

from django.db import migrations

from school.group_keys import agency_key


class Migration(migrations.Migration):
    dependencies = [("school", "0002_initial")]
    operations = [
        agency_key("school_agencymembership", "group_id", "group_is_group"),
        agency_key("school_agencymembership", "agency_id", "agency_is_group"),
    ]
