from django.urls import path

from projects.views import invitation, projects, record, said, sessions, stages

app_name = "projects"

urlpatterns = [
    path("invitation/", invitation.find_invitation, name="find_invitation"),
    path("invitation/<str:code>/", invitation.invitation, name="invitation"),
    path("invitation/<str:code>/accept", invitation.accept_invitation, name="accept_invitation"),
    path("invitation/<str:code>/decline", invitation.decline_invitation, name="decline_invitation"),
    path("projects/", projects.project_list, name="list"),
    path("projects/new", projects.new_project, name="new"),
    path("projects/<slug:slug>/involvement", record.involvement, name="involvement"),
    path("projects/<slug:slug>/record/", record.record, name="record"),
    path("projects/<slug:slug>/said/", said.said, name="said"),
    path("projects/<slug:slug>/said/new", said.say, name="say"),
    path("projects/<slug:slug>/sessions/", sessions.sessions, name="sessions"),
    path("projects/<slug:slug>/sessions/new", sessions.schedule, name="schedule_session"),
    path("projects/<slug:slug>/sessions/<int:session_id>/", sessions.session, name="session"),
    path("projects/<slug:slug>/sessions/<int:session_id>/answer", sessions.answer, name="answer_session"),
    path("projects/<slug:slug>/sessions/<int:session_id>/attendance", sessions.attendance, name="attendance"),
    path("projects/<slug:slug>/sessions/<int:session_id>/cancellation", sessions.cancel, name="cancel_session"),
    path("projects/<slug:slug>/sessions/<int:session_id>/change", sessions.change, name="change_session"),
    path("projects/<slug:slug>/stages/<int:position>/closure", stages.closure, name="closure"),
]
