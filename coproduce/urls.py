from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import include, path

from coproduce.views import desk, gallery, health, home, outbox, overview, pages, start

for model in (EmailAddress, Authenticator):
    admin.site.unregister(model)  # addresses stand on Person; a passkey is its owner's alone
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # nobody has a password

urlpatterns = [
    path("", home.start, name="home"),
    path("", include("participants.urls")),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("admin/", admin.site.urls),
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:message_id>/told", desk.told, name="desk_told"),
    path("enter/", start.enter, name="enter"),
    path("gallery", gallery.gallery, name="gallery"),
    path("gallery/overview", gallery.overview, name="gallery_overview"),
    path("gallery/decision", gallery.decision, name="gallery_decision"),
    path("healthz", health.healthz, name="healthz"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<str:name>/", outbox.message, name="outbox_message"),
    path("privacy", pages.privacy, name="privacy"),
    path("projects/<slug:slug>/", overview.overview, name="overview"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("decisions.urls")),
    path("", include("projects.urls")),
]
