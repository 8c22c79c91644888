from django.db import migrations

# Who said yes and gave no reason has no words that an answer could repeat; pages say that they said yes.
NO_WORDS = """
UPDATE decisions_feedback SET you_said = '' WHERE you_said = 'I consent' AND quoted_id IS NULL AND nameless_id IS NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0008_answers_to_questions'),
    ]

    operations = [
        migrations.RunSQL(NO_WORDS, migrations.RunSQL.noop),
    ]
