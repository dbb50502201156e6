"""A posting and an enrolment name an agency, never a group of agencies."""

from django.db import migrations

from school.group_keys import agency_key


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0001_initial"), ("school", "0003_membership_group_keys")]
    operations = [
        agency_key("enrollment_posting", "agency_id", "agency_is_group"),
        agency_key("enrollment_enrolment", "agency_id", "agency_is_group"),
    ]
