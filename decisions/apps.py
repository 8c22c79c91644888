from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import messages, reminders, sentences, subjects  # noqa: PLC0415 (models are there from now on)
        from projects import subjects as of_projects  # noqa: PLC0415
        from projects.reminders import declare_reminder  # noqa: PLC0415
        from projects.sentences import declare  # noqa: PLC0415

        messages.declare_kinds()
        declare(sentences.SENTENCES)
        of_projects.declare("decision", subjects.decisions)
        for reminder in reminders.REMINDERS:
            declare_reminder(reminder)
