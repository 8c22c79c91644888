from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import messages, said_yes

        messages.declare_kinds()
        said_yes.declare()
