"""What somebody offers: theirs to add, to change, and to take away at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participants import actions
from participants.addresses import page_of_ours
from participants.forms import AssetForm
from participants.models import Asset
from participants.refusals import Refused
from participants.signed_in import SignedIn, require_form


@require_form
@login_required
@never_cache
def offers(request: SignedIn) -> HttpResponse:
    """Everything that they offer, and a form for something else. `?next=` leads back to where they came from."""
    back = page_of_ours(request.POST.get("next") or request.GET.get("next", ""))
    form = AssetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.offer(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Thank you. It is written down, and you can take it away at any time."))
            return redirect(back or "participants:offers")
    page = {"form": form, "assets": request.user.assets.select_related("recorded_by"), "back": back}
    return render(request, "participants/offers.html", page)


@require_form
@login_required
@never_cache
def change(request: SignedIn, asset_id: int) -> HttpResponse:
    asset = get_object_or_404(Asset, pk=asset_id, person=request.user)
    data = request.POST if request.method == "POST" else None
    form = AssetForm(data, initial={"kind": asset.kind, "words": asset.words, "seen_by": asset.seen_by})
    if form.is_valid():
        try:
            actions.change_offer(asset, **form.cleaned_data, now=timezone.now())
        except Refused as refused:
            form.add_error("words", refused.sentence)
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("participants:offers")
    return render(request, "participants/change_offer.html", {"form": form})


@require_POST
@login_required
def away(request: SignedIn, asset_id: int) -> HttpResponse:
    asset = get_object_or_404(Asset, pk=asset_id, person=request.user)
    actions.take_away(asset)
    messages.success(request, _("It is gone: %(words)s") % {"words": asset.words})
    return redirect("participants:offers")
