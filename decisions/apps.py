from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import easy, messages, missing, reminders, sentences, subjects
        from decisions.actions.quotes import follow
        from projects import gate, papers, quoting
        from projects import subjects as of_projects
        from projects.reminders import declare_reminder
        from projects.sentences import declare

        messages.declare_kinds()
        declare(sentences.SENTENCES)
        of_projects.declare("decision", subjects.DECISION)
        gate.declare(missing.open_or_untold)
        papers.declare(easy.of_decisions_in)
        quoting.declare(follow)
        for reminder in reminders.REMINDERS:
            declare_reminder(reminder)
