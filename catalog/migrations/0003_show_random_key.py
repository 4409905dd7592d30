import random

import django.db.models.functions
from django.db import migrations, models


def draw_keys(apps, schema_editor):
    """Give every show that is there a key of its own; the default of a new column is drawn only once."""
    shows = apps.get_model("catalog", "Show").objects.using(schema_editor.connection.alias)
    shows.update(random_key=django.db.models.functions.Random())


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_seen_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="show",
            name="random_key",
            field=models.FloatField(default=random.random, editable=False, help_text="By it games draw shows."),
        ),
        migrations.RunPython(draw_keys, migrations.RunPython.noop, elidable=False),
        migrations.AddIndex(
            model_name="show",
            index=models.Index(fields=["is_listed", "random_key", "eligible_frames"], name="show_listed_random"),
        ),
    ]
