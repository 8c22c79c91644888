"""Our own addresses and the floor. Only `coproduce.bench.wsgi` mounts this."""

from django.urls import include, path

from coproduce.bench.floor import floor

urlpatterns = [
    path("floor", floor, name="floor"),
    path("", include("coproduce.urls")),
]
