from django.db import migrations, models

from games.core.names import name_key


def fill_keys(apps, schema_editor):
    results = apps.get_model("games", "GameResult").objects
    for name in results.exclude(name="").order_by().values_list("name", flat=True).distinct():
        results.filter(name=name).update(name_key=name_key(name))


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0001_results_and_stats"),
    ]

    operations = [
        migrations.AddField(
            model_name="gameresult",
            name="name_key",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=160),
        ),
        migrations.AlterField(
            model_name="framestat",
            name="network_right",
            field=models.PositiveIntegerField(default=0, help_text="Rounds of these in which it scored."),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop, elidable=True),
    ]
