from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import messages, sentences  # noqa: PLC0415 (models are there from now on)
        from projects.sentences import declare  # noqa: PLC0415

        messages.declare_kinds()
        declare(sentences.SENTENCES)
