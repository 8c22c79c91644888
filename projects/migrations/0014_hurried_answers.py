from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0013_gaps_of_papers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stagegap',
            name='kind',
            field=models.CharField(choices=[('no_part', 'took no part'), ('no_answer', 'has not said whether we are done'), ('not_yet', 'said “not yet”'), ('no_meeting', 'had no session and no decision'), ('joined_late', 'joined after the first stage'), ('review_alone', 'a review without lived experience'), ('open_decision', 'a decision is still open'), ('untold', 'people have not been told what came of it'), ('not_easy', 'has no Easy Read words'), ('hurried', 'had too little time to answer')], default='no_part', max_length=13),
        ),
    ]
