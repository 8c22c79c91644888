from django.apps import AppConfig


class CoproduceConfig(AppConfig):
    name = "coproduce"

    def ready(self) -> None:
        from django_structlog import signals

        from coproduce.logs import show_request_id
        from coproduce.peace import on_a_break
        from coproduce.translating import remember_translations
        from participants.kinds import declare_check

        signals.bind_extra_request_finished_metadata.connect(show_request_id)
        signals.update_failure_response.connect(show_request_id)
        declare_check(on_a_break)
        remember_translations()
