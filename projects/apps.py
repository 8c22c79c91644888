from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects import gate, messages, papers, said_yes

        messages.declare_kinds()
        said_yes.declare()
        gate.declare(papers.not_in_easy_read)
