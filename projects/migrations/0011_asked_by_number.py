from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_easy_read")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="asked_by_number",
            field=models.BooleanField(default=False),
        ),
    ]
