from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0006_imports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(
                fields=["sort_key", "id"],
                include=("search_key", "merged_into", "archived_on"),
                name="enrollment_learner_walk",
            ),
        ),
        migrations.RemoveIndex(
            model_name="learner",
            name="enrollment_learner_order",
        ),
    ]
