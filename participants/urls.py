"""People's own pages. Of django-allauth only the pages that we need stand here: none that speaks of a password."""

from allauth.account.views import logout
from django.urls import path

from participants.views import display, sign_in

urlpatterns = [
    path("accounts/login/", sign_in.SignIn.as_view(), name="account_request_login_code"),
    path("accounts/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", sign_in.EnterCode.as_view(), name="account_confirm_login_code"),
    path("accounts/logout/", logout, name="account_logout"),
    path("display", display.display, name="display"),
]
