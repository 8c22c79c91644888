from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import include, path

from coproduce.views import (
    desk,
    gallery,
    health,
    home,
    outbox,
    overview,
    packs,
    pages,
    post_list,
    quiet,
    replies,
    search,
    start,
    written_down,
)

for model in (EmailAddress, Authenticator):
    admin.site.unregister(model)  # addresses stand on Person; a passkey is its owner's alone
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # nobody has a password

urlpatterns = [
    path("", home.start, name="home"),
    path("", include("participants.urls")),
    path("account/written-down/", written_down.written_down, name="written_down"),
    path("account/written-down/<int:said_id>", written_down.correct_words, name="correct_words"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("admin/", admin.site.urls),
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:message_id>/told", desk.told, name="desk_told"),
    path("desk/<int:message_id>/outcome", desk.outcome, name="desk_outcome"),
    path("desk/post/", post_list.post_list, name="post_list"),
    path("desk/replies/", replies.replies, name="replies"),
    path("desk/replies/call/<int:seat_id>/", replies.reply_call, name="reply_call"),
    path("desk/replies/<str:code>/", replies.reply_slip, name="reply_slip"),
    path("desk/needs/<int:call_id>", quiet.need_settled, name="need_settled"),
    path("enter/", start.enter, name="enter"),
    path("gallery", gallery.gallery, name="gallery"),
    path("gallery/overview", gallery.overview, name="gallery_overview"),
    path("gallery/decision", gallery.decision, name="gallery_decision"),
    path("healthz", health.healthz, name="healthz"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<str:name>/", outbox.message, name="outbox_message"),
    path("privacy", pages.privacy, name="privacy"),
    path("projects/<slug:slug>/", overview.overview, name="overview"),
    path("projects/<slug:slug>/packs/", packs.packs, name="packs"),
    path("projects/<slug:slug>/packs/post", packs.pack_settings, name="pack_settings"),
    path("projects/<slug:slug>/packs/<int:batch_id>/", packs.packs_made, name="packs_made"),
    path("projects/<slug:slug>/packs/<int:batch_id>/file", packs.packs_file, name="packs_file"),
    path("projects/<slug:slug>/people/<int:seat_id>/pack", packs.pack_for, name="pack_for"),
    path("projects/<slug:slug>/people/quiet", quiet.quiet, name="quiet"),
    path("projects/<slug:slug>/people/<int:seat_id>/call", quiet.call, name="call"),
    path("projects/<slug:slug>/search/", search.find, name="search"),
    path("readyz", health.readyz, name="readyz"),
    path("slips/<str:code>", replies.slip, name="slip"),
    path("", include("decisions.urls")),
    path("", include("projects.urls")),
]
