import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0011_asked_by_number'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='termsagreed',
            name='terms_agreed_append_only',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='termsagreed',
            trigger=pgtrigger.compiler.Trigger(name='terms_agreed_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' THEN\n        IF OLD.missing <> '' AND NEW.missing = '' AND to_jsonb(NEW) - 'missing' = to_jsonb(OLD) - 'missing' THEN\n            RETURN NEW;\n        END IF;\n    END IF;\nRAISE EXCEPTION '% is append-only: write a new row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7a2aa9b0514b18d684eaabac667701e233a8a5f4', operation='UPDATE OR DELETE', pgid='pgtrigger_terms_agreed_append_only_be8f7', table='projects_termsagreed', when='BEFORE')),
        ),
    ]
