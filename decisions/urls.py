from django.urls import path

from decisions.views import answers, changes, decision, lists, tracker

app_name = "decisions"
ALL = "projects/<slug:slug>/decisions/"
ONE = f"{ALL}<int:number>/"

urlpatterns = [
    path("decisions/", tracker.tracker, name="tracker"),
    path("decisions/how-consent-works", lists.how_consent_works, name="how_consent_works"),
    path(ALL, lists.decisions, name="list"),
    path(f"{ALL}new", changes.new, name="open"),
    path(ONE, decision.decision, name="decision"),
    path(f"{ONE}feedback", answers.feedback, name="tell_people"),
    path(f"{ONE}objections/<int:objection>/withdrawal", decision.withdrawal, name="withdraw_objection"),
    path(f"{ONE}outcome", changes.outcome, name="record_outcome"),
    path(f"{ONE}position", decision.position, name="take_position"),
    path(f"{ONE}position/for", decision.enter_position, name="enter_position"),
    path(f"{ONE}response", answers.response, name="respond"),
    path(f"{ONE}versions", decision.versions, name="versions"),
    path(f"{ONE}wording", changes.wording, name="change_wording"),
]
