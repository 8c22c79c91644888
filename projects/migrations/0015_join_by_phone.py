from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0014_hurried_answers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='designsession',
            name='session_is_somewhere',
        ),
        migrations.AddField(
            model_name='designsession',
            name='phone_line',
            field=models.CharField(blank=True, max_length=100, verbose_name='number for joining by phone'),
        ),
        migrations.AlterField(
            model_name='sessionanswer',
            name='answer',
            field=models.CharField(choices=[('coming', 'Yes, in person'), ('online', 'Yes, online'), ('phone', 'Yes, by phone'), ('not', 'Not this time'), ('unsure', "I don't know yet")], max_length=6),
        ),
        migrations.AddConstraint(
            model_name='designsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', ''), _negated=True), models.Q(('online_link', ''), _negated=True), models.Q(('phone_line', ''), _negated=True), _connector='OR'), name='session_is_somewhere'),
        ),
    ]
