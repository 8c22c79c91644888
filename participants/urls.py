from django.urls import path

from participants.views import display

urlpatterns = [
    path("display", display.display, name="display"),
]
