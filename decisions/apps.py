from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import easy, messages, missing, reminders, sentences, subjects
        from decisions.actions import doing, quotes
        from projects import following, gate, papers, quoting
        from projects import subjects as of_projects
        from projects.reminders import declare_reminder
        from projects.sentences import declare

        messages.declare_kinds()
        declare(sentences.SENTENCES)
        of_projects.declare("decision", subjects.DECISION)
        of_projects.declare("proposal", subjects.PROPOSAL)
        of_projects.declare("outcome", subjects.DECISION)
        gate.declare(missing.open_or_untold)
        papers.declare(easy.of_decisions_in)
        quoting.declare(quotes.follow)
        following.declare(doing.follow)
        for reminder in reminders.REMINDERS:
            declare_reminder(reminder)
