from django.urls import path

from projects.views import help as helping
from projects.views import imports, invitation, involvement, people, projects, record, said, sessions, stages

app_name = "projects"

urlpatterns = [
    path("invitation/", invitation.find_invitation, name="find_invitation"),
    path("invitation/<str:code>/", invitation.invitation, name="invitation"),
    path("invitation/<str:code>/accept", invitation.accept_invitation, name="accept_invitation"),
    path("invitation/<str:code>/decline", invitation.decline_invitation, name="decline_invitation"),
    path("projects/", projects.project_list, name="list"),
    path("projects/new", projects.new_project, name="new"),
    path("projects/<slug:slug>/help/new", helping.ask, name="ask_for_help"),
    path("projects/<slug:slug>/help/<int:help_id>/", helping.help_asked, name="help"),
    path("projects/<slug:slug>/help/<int:help_id>/answer", helping.answer, name="answer_help"),
    path("projects/<slug:slug>/help/<int:help_id>/answer/for", helping.yes_for_them, name="yes_for_them"),
    path("projects/<slug:slug>/help/<int:help_id>/end", helping.end, name="end_help"),
    path("projects/<slug:slug>/involvement", record.involvement, name="involvement"),
    path("projects/<slug:slug>/offers/", helping.offered, name="offers"),
    path("projects/<slug:slug>/offers/new", helping.write_down, name="write_down_offer"),
    path("projects/<slug:slug>/involvement/print", involvement.sheet, name="involvement_sheet"),
    path("projects/<slug:slug>/involvement/<int:position>/<slug:key>", involvement.cell, name="involvement_cell"),
    path("projects/<slug:slug>/people/", people.people, name="people"),
    path("projects/<slug:slug>/people/import/", imports.import_partners, name="import_partners"),
    path("projects/<slug:slug>/people/import/<int:import_id>/", imports.import_progress, name="import_progress"),
    path("projects/<slug:slug>/people/import/<int:import_id>/columns", imports.import_columns, name="import_columns"),
    path("projects/<slug:slug>/people/import/<int:import_id>/commit", imports.import_commit, name="import_commit"),
    path("projects/<slug:slug>/people/import/<int:import_id>/discard", imports.import_discard, name="import_discard"),
    path("projects/<slug:slug>/people/import/<int:import_id>/groups", imports.import_groups, name="import_groups"),
    path("projects/<slug:slug>/people/import/<int:import_id>/preview", imports.import_preview, name="import_preview"),
    path("projects/<slug:slug>/people/invite", people.invite_unasked, name="invite_unasked"),
    path("projects/<slug:slug>/people/new", people.add_partner, name="add_partner"),
    path("projects/<slug:slug>/people/<int:membership_id>/invitation", people.invitation_of, name="invitation_of"),
    path("projects/<slug:slug>/people/<int:membership_id>/invitation/again", people.send_again, name="send_again"),
    path(
        "projects/<slug:slug>/people/<int:membership_id>/invitation/withdrawal",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
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
