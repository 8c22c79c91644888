from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import messages  # noqa: PLC0415 (models are there from now on)

        messages.declare_kinds()
