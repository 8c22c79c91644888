import django.db.models.deletion
from django.db import migrations, models

# Answers from before: what each of them quotes is the last that its reader brought to the question by name, unless they
# objected. Words that were taken back, or lost their name before an answer was written, leave them now.
LINK = """
UPDATE decisions_feedback AS feedback SET
    quoted_id = brought.id,
    you_said = CASE
        WHEN brought.taken_back_at IS NOT NULL OR brought.audience = 'nameless' AND feedback.written_at IS NULL THEN ''
        ELSE feedback.you_said
    END
FROM (
    SELECT DISTINCT ON (outcome.id, said.membership_id) outcome.id AS outcome_id, outcome.decision_id, said.*
    FROM decisions_decision_came_from AS came
    JOIN decisions_outcome AS outcome ON outcome.decision_id = came.decision_id
    JOIN projects_contribution AS said ON said.id = came.contribution_id
    WHERE said.at <= outcome.recorded_at
        AND NOT EXISTS (SELECT FROM decisions_feedback AS apart WHERE apart.nameless_id = said.id)
    ORDER BY outcome.id, said.membership_id, said.at DESC, said.id DESC
) AS brought
WHERE feedback.outcome_id = brought.outcome_id AND feedback.membership_id = brought.membership_id
    AND feedback.nameless_id IS NULL
    AND NOT EXISTS (
        SELECT FROM decisions_position AS objecting
        WHERE objecting.decision_id = brought.decision_id AND objecting.membership_id = brought.membership_id
            AND objecting.stance = 'object'
    );
UPDATE decisions_feedback AS feedback SET you_said = '' FROM projects_contribution AS said
WHERE feedback.nameless_id = said.id AND said.taken_back_at IS NOT NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0004_nameless_feedback'),
        ('projects', '0009_private'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedback',
            name='quoted',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.contribution'),
        ),
        migrations.RunSQL(LINK, migrations.RunSQL.noop),
    ]
