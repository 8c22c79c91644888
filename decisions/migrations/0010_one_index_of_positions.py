import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0009_yes_without_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='position',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='decisions.decision'),
        ),
    ]
