"""People's own pages. Of django-allauth only the pages that we need stand here: none that speaks of a password."""

from allauth.account.views import logout
from django.urls import include, path

from participants.signed_in import require_form
from participants.views import account, assets, display, new_reach, passkeys, sign_in

account_pages = [
    path("", account.account, name="account"),
    path("confirm", new_reach.confirm, name="confirm_reach"),
    path("consents", account.consents, name="consents"),
    path("consents/<int:consent_id>/end", account.end_consent, name="end_consent"),
    path("details", account.details, name="details"),
    path("email", new_reach.email, name="email"),
    path("needs", account.needs, name="needs"),
    path("needs/<int:need_id>/end", account.end_need, name="end_need"),
    path("offers/", assets.offers, name="offers"),
    path("offers/<int:asset_id>/", assets.change, name="change_offer"),
    path("offers/<int:asset_id>/away", assets.away, name="take_away"),
    path("phone", new_reach.phone, name="phone"),
    path("sign-out-everywhere", account.sign_out_everywhere, name="sign_out_everywhere"),
]

passkey_pages = [
    path("", passkeys.listed, name="mfa_list_webauthn"),
    path("add/", passkeys.add, name="mfa_add_webauthn"),
    path("<int:pk>/name/", passkeys.rename, name="mfa_edit_webauthn"),
    path("<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    path("sign-in/", passkeys.sign_in, name="mfa_login_webauthn"),
]

urlpatterns = [
    path("account/", include((account_pages, "participants"))),
    path("accounts/login/", sign_in.sign_in, name="account_request_login_code"),
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    path("accounts/login/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("accounts/logout/", require_form(logout), name="account_logout"),
    path("accounts/passkeys/", include(passkey_pages)),
    path("display", display.display, name="display"),
]
