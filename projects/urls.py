from django.urls import path

from projects.views import invitation

app_name = "projects"

urlpatterns = [
    path("invitation/", invitation.find_invitation, name="find_invitation"),
    path("invitation/<str:code>/", invitation.invitation, name="invitation"),
    path("invitation/<str:code>/accept", invitation.accept_invitation, name="accept_invitation"),
    path("invitation/<str:code>/decline", invitation.decline_invitation, name="decline_invitation"),
]
