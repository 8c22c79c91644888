from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0004_consents'),
    ]

    operations = [
        migrations.RenameField(
            model_name='message',
            old_name='only_by_email',
            new_name='only_this_way',
        ),
    ]
