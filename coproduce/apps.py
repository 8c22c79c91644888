from django.apps import AppConfig


class CoproduceConfig(AppConfig):
    name = "coproduce"

    def ready(self) -> None:
        from django_structlog import signals

        from coproduce.logs import show_request_id
        from coproduce.translating import remember_translations

        signals.bind_extra_request_finished_metadata.connect(show_request_id)
        signals.update_failure_response.connect(show_request_id)
        remember_translations()
