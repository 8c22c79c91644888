from django.contrib import admin
from django.urls import include, path

from coproduce.views import home, pages

urlpatterns = [
    path("", home.start, name="home"),
    path("", include("participants.urls")),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("privacy", pages.privacy, name="privacy"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("projects.urls")),
]
