from django.urls import path

from decisions.views import (
    answers,
    asking,
    changes,
    decision,
    doing,
    easy,
    learning,
    learning_checks,
    library,
    lists,
    options,
    register,
    terms,
    tracker,
)

app_name = "decisions"
ALL = "projects/<slug:slug>/decisions/"
ONE = f"{ALL}<int:number>/"
REGISTER = "projects/<slug:slug>/register/"
LEARNING = "projects/<slug:slug>/learning/"

urlpatterns = [
    path("decisions/", tracker.tracker, name="tracker"),
    path("decisions/how/private", lists.how_private, name="how_private"),
    path("decisions/how/<slug:key>", lists.how_it_works, name="how_it_works"),
    path(ALL, lists.decisions, name="list"),
    path(f"{ALL}new", changes.new, name="open"),
    path(f"{ALL}terms", terms.new, name="open_terms"),
    path(ONE, decision.decision, name="decision"),
    path(f"{ONE}actions/new", doing.add_action, name="add_action"),
    path(f"{ONE}closing", options.close, name="close"),
    path(f"{ONE}count", options.count, name="count"),
    path(f"{ONE}easy-read", easy.easy_read, name="easy_read"),
    path(f"{ONE}feedback", answers.feedback, name="tell_people"),
    path(f"{ONE}help", asking.ask, name="ask_for_help"),
    path(f"{ONE}objections/<int:objection>/withdrawal", decision.withdrawal, name="withdraw_objection"),
    path(f"{ONE}options/withdrawal", options.withdraw, name="withdraw_option"),
    path(f"{ONE}outcome", changes.outcome, name="record_outcome"),
    path(f"{ONE}position", decision.position, name="take_position"),
    path(f"{ONE}positions", options.positions, name="positions"),
    path(f"{ONE}position/for", decision.enter_position, name="enter_position"),
    path(f"{ONE}questions/<int:question_id>/answer", answers.question, name="answer_question"),
    path(f"{ONE}response", answers.response, name="respond"),
    path(f"{ONE}versions", decision.versions, name="versions"),
    path(f"{ONE}wording", changes.wording, name="change_wording"),
    path("learning/", library.library, name="library"),
    path("learning/<slug:slug>", library.learned, name="learned"),
    path("projects/<slug:slug>/influence", lists.influence, name="influence"),
    path(REGISTER, register.register, name="register"),
    path(f"{REGISTER}<int:number>/", register.entry, name="register_entry"),
    path(f"{REGISTER}check", register.check, name="check_register"),
    path(f"{REGISTER}export", register.export, name="export_register"),
    path(LEARNING, learning.learning, name="learning"),
    path(f"{LEARNING}check", learning_checks.check, name="check_learning"),
    path(f"{LEARNING}check/new", learning_checks.ask, name="ask_for_check"),
    path(f"{LEARNING}comment", learning_checks.comment, name="comment_on_learning"),
    path(f"{LEARNING}name", learning_checks.named, name="name_on_learning"),
    path(f"{LEARNING}name/removal", learning_checks.unnamed, name="unname_on_learning"),
    path(f"{LEARNING}new", learning.begin, name="begin_learning"),
    path(f"{LEARNING}publication", learning_checks.publish, name="publish_learning"),
    path(f"{LEARNING}publication/<int:number>", learning.version, name="learning_version"),
    path(f"{LEARNING}removal", learning_checks.removal, name="take_down_learning"),
    path(f"{LEARNING}words", learning.words, name="learning_words"),
]
