from django.contrib import admin
from django.urls import include, path

from coproduce.views import home

urlpatterns = [
    path("", home.start, name="home"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("projects.urls")),
]
