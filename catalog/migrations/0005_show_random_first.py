from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_answer_by_frames"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="show", name="show_listed_random"),
        migrations.AddIndex(
            model_name="show",
            index=models.Index(fields=["random_key", "is_listed", "eligible_frames"], name="show_random"),
        ),
    ]
