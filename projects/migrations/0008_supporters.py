import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import projects.models.membership
from django.conf import settings
from django.db import migrations, models


def chosen_by_their_partner(apps, schema_editor):
    """Supporters of before had no code and may read alone: their partner chose them, and they help since then."""
    for supporter in apps.get_model("projects", "Supporter").objects.select_related("membership__person", "person"):
        supporter.asked_by = supporter.membership.person
        supporter.asked_name = supporter.person.name
        supporter.asked_reach = supporter.person.email or supporter.person.phone
        supporter.accepted_at = supporter.asked_at
        supporter.code = projects.models.membership.new_code()
        supporter.save()


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_stages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportGiven",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "thing",
                    models.CharField(
                        choices=[
                            ("answer", "Answer about sessions"),
                            ("say", "Say something"),
                            ("decide", "Take a position on decisions"),
                        ],
                        max_length=6,
                    ),
                ),
                ("about", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="supporter",
            options={"ordering": ["asked_at", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="supporter",
            name="supporter_chosen_once",
        ),
        migrations.RenameField(
            model_name="supporter",
            old_name="chosen_at",
            new_name="asked_at",
        ),
        migrations.AddField(
            model_name="supporter",
            name="accepted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="supporter",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="asked_name",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="supporter",
            name="asked_reach",
            field=models.CharField(default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="supporter",
            name="asked_via",
            field=models.CharField(
                choices=[
                    ("online", "online"),
                    ("session", "in a session"),
                    ("phone", "by phone"),
                    ("paper", "on paper"),
                ],
                default="online",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="code",
            field=models.CharField(default=projects.models.membership.new_code, max_length=12, null=True),
        ),
        migrations.AddField(
            model_name="supporter",
            name="declined_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="supporter",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="expires_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="supporter",
            name="things",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("answer", "Answer about sessions"),
                        ("say", "Say something"),
                        ("decide", "Take a position on decisions"),
                    ],
                    max_length=6,
                ),
                blank=True,
                default=list,
            ),
        ),
        migrations.AddField(
            model_name="supporter",
            name="until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(chosen_by_their_partner, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="supporter",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="supporter",
            name="code",
            field=models.CharField(default=projects.models.membership.new_code, max_length=12, unique=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supporter",
            trigger=pgtrigger.compiler.Trigger(
                name="supporter_chosen_by_partner",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT FROM projects_membership AS seat WHERE seat.id = NEW.membership_id AND (\n        seat.person_id = NEW.person_id OR (NEW.asked_via = 'online' AND seat.person_id <> NEW.asked_by_id)\n    )\n) THEN\n    RAISE EXCEPTION 'a supporter is chosen by the partner, and is somebody else' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="b43dddf538b1c96a78d2af2814b11cb88269fc05",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_supporter_chosen_by_partner_d90e5",
                    table="projects_supporter",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("declined_at", None), ("ended_at", None)),
                fields=("membership", "person"),
                name="supporter_chosen_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("person")), _negated=True), name="supporter_not_by_themself"
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), _connector="OR"),
                name="supporter_answers_in_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.CheckConstraint(
                condition=models.Q(("things__contained_by", ["answer", "say", "decide"])),
                name="supporter_does_only_named_things",
            ),
        ),
        migrations.AddField(
            model_name="supportgiven",
            name="supporter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="done", to="projects.supporter"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportgiven",
            trigger=pgtrigger.compiler.Trigger(
                name="helped_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only: write a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="7e293871ef5197cff666b2499d28bc0540be1907",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_helped_append_only_3866b",
                    table="projects_supportgiven",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportgiven",
            trigger=pgtrigger.compiler.Trigger(
                name="helped_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only: write a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="2d0a6cfbef0417c777470f17484f06f2d6819394",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_helped_no_truncate_92950",
                    table="projects_supportgiven",
                    when="BEFORE",
                ),
            ),
        ),
    ]
