"""Who gets what from every address: the table that `test_access_matrix.py` walks.

A row says what each member of the cast gets for GET, and what for an empty POST that has its token. Where a row says no
POST, the address refuses it (405). Add a row for each new address; the words below keep rows short.
"""

from dataclasses import dataclass, field
from typing import Any

from decisions.models import ProposalRemark
from tests.story.world import ANONYMOUS, ROLES, SLIP, World

OK, MOVED, FORBIDDEN, MISSING, NOT_ALLOWED = 200, 302, 403, 404, 405
PARTNERS = ("amina", "bola", "carys", "dev", "farah", "gwen", "idris")
INSIDERS = (*PARTNERS, "huw")
FACILITATORS = ("amina",)
COMMISSIONERS = ("farah",)
DESKS = (*FACILITATORS, "idris", "eve")  # Idris leads a private project of his own
HELPED = (*PARTNERS, "huw")  # partners, and a supporter whom his partner chose for it
OUTSIDERS = ("eve",)

Answers = dict[str, int]
ELSEWHERE: Answers = dict.fromkeys(("idris", "eve"), MISSING)  # they have a desk, and nothing of this project on it


def public(status: int = OK) -> Answers:
    """The same for everybody."""
    return dict.fromkeys(ROLES, status)


def signed_in(status: int = OK) -> Answers:
    """The same for everybody who is signed in; anybody else is asked to sign in."""
    return public(status) | {ANONYMOUS: MOVED}


def visitors(status: int = OK) -> Answers:
    """For people who are not signed in; the others are sent home."""
    return public(MOVED) | {ANONYMOUS: status}


def inside(*allowed: str, status: int = OK) -> Answers:
    """For `allowed` (everybody inside unless it is said); other insiders 403, outsiders 404, anonymous to sign in."""
    answers = dict.fromkeys(INSIDERS, FORBIDDEN) | dict.fromkeys(OUTSIDERS, MISSING) | {ANONYMOUS: MOVED}
    return answers | dict.fromkeys(allowed or INSIDERS, status)


def own(status: int = OK) -> Answers:
    """For Bola, who said it. Nobody else may learn whose it is: for them it isn't there."""
    return dict.fromkeys((*INSIDERS, *OUTSIDERS), MISSING) | {ANONYMOUS: MOVED, "bola": status}


def right(*allowed: str, status: int = OK) -> Answers:
    """For `allowed`, across projects: everybody else who is signed in gets 403."""
    return public(FORBIDDEN) | dict.fromkeys(allowed, status) | {ANONYMOUS: MOVED}


def gwens_seat(world: World) -> int:
    return int(world.project.memberships.get(person=world.people["gwen"]).pk)


def settled_decision(world: World) -> int:
    return int(world.settled.number)


def shaped_proposal(world: World) -> int:
    """Being shaped."""
    return int(world.project.proposals.get(end=None).number)


def rays_question(world: World) -> int:
    """About that proposal, without an answer."""
    return int(ProposalRemark.objects.get(kind="question", proposal__project=world.project).pk)


def code_of_asked(world: World) -> str:
    return world.asked_supporter.code


@dataclass(frozen=True)
class Row:
    """What one address answers. `where` overrides the sample values of its parts (see `sample`), or says how to find
    them in the story."""

    get: Answers | None = None
    post: Answers | None = None
    where: dict[str, Any] = field(default_factory=dict)


# A project that is finished: other people are in it than in the one that most addresses lead to.
FINISHED = {"slug": "direct-payments-support", "number": 1}


def in_finished(*allowed: str, status: int = OK, others: int = FORBIDDEN) -> Answers:
    """The same as `inside` there: `allowed` of those who are in it; nobody else learns that it exists."""
    there = dict.fromkeys(("amina", "carys", "farah", "idris"), others)
    return public(MISSING) | there | dict.fromkeys(allowed, status) | {ANONYMOUS: MOVED}


THEIR_PARTNERS = ("amina", "carys", "idris")

TABLE: dict[str, Row] = {
    "account_confirm_login_code": Row(get=public(MOVED), post=public(MOVED)),
    "account_login": Row(get=visitors(), post=visitors()),
    "account_logout": Row(get=signed_in(), post=public(MOVED)),
    "account_request_login_code": Row(get=visitors(), post=visitors()),
    "mfa_add_webauthn": Row(get=signed_in(), post=signed_in()),
    "mfa_edit_webauthn": Row(get=public(MISSING) | {ANONYMOUS: MOVED}, post=public(MISSING) | {ANONYMOUS: MOVED}),
    "mfa_list_webauthn": Row(get=signed_in()),
    "mfa_login_webauthn": Row(get=public(MOVED), post=public(MOVED)),
    "mfa_remove_webauthn": Row(get=public(MISSING) | {ANONYMOUS: MOVED}, post=public(MISSING) | {ANONYMOUS: MOVED}),
    "home": Row(get=public()),
    "display": Row(get=public(), post=public()),
    "accessibility": Row(get=public()),
    "privacy": Row(get=public()),
    "healthz": Row(get=public()),
    "readyz": Row(get=public()),
    "gallery": Row(get=public()),
    "gallery_decision": Row(get=public()),
    "gallery_overview": Row(get=public()),
    "enter": Row(get=public(), post=public(MISSING)),
    "outbox": Row(get=public()),
    "outbox_message": Row(get=public(MISSING)),
    "overview": Row(get=inside()),
    "desk": Row(get=right(*DESKS)),
    "desk_told": Row(post=right(*DESKS, status=MISSING), where={"message_id": 0}),
    "search": Row(get=inside()),
    "desk_outcome": Row(
        get=right(*DESKS, status=MISSING),
        post=right(*DESKS, status=MISSING),
        where={"message_id": 0},
    ),
    "packs": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "pack_settings": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS, status=MOVED)),
    "packs_made": Row(get=inside(*FACILITATORS)),
    "packs_file": Row(get=inside(*FACILITATORS)),
    "pack_for": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "post_list": Row(get=right(*DESKS), post=right(*DESKS, status=MOVED)),
    "replies": Row(get=right(*DESKS)),
    "reply_call": Row(get=right(*FACILITATORS) | ELSEWHERE, post=right(*FACILITATORS) | ELSEWHERE),
    "reply_slip": Row(
        get=right(*FACILITATORS) | ELSEWHERE, post=right(*FACILITATORS) | ELSEWHERE, where={"code": SLIP}
    ),
    "slip": Row(
        get=public(MISSING) | dict.fromkeys([ANONYMOUS, *FACILITATORS, "gwen", "huw"], MOVED), where={"code": SLIP}
    ),
    "written_down": Row(get=signed_in()),
    "correct_words": Row(get=public(MISSING) | {ANONYMOUS: MOVED}, post=public(MISSING) | {ANONYMOUS: MOVED}),
    "need_settled": Row(post=right(*DESKS, status=MISSING), where={"call_id": 0}),
    "quiet": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "call": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "participants:account": Row(get=signed_in()),
    "participants:confirm_reach": Row(get=signed_in(MOVED), post=signed_in(MOVED)),
    "participants:consents": Row(get=signed_in()),
    "participants:end_consent": Row(post=public(MISSING) | {ANONYMOUS: MOVED}),
    "participants:details": Row(get=signed_in(), post=signed_in()),
    "participants:email": Row(get=signed_in(), post=signed_in()),
    "participants:end_need": Row(post=public(MISSING) | {ANONYMOUS: MOVED}),
    "participants:change_offer": Row(
        get=public(MISSING) | {ANONYMOUS: MOVED}, post=public(MISSING) | {ANONYMOUS: MOVED}
    ),
    "participants:offers": Row(get=signed_in(), post=signed_in()),
    "participants:take_away": Row(post=public(MISSING) | {ANONYMOUS: MOVED}),
    "participants:needs": Row(get=signed_in(), post=signed_in()),
    "participants:phone": Row(get=signed_in(), post=public(MOVED) | {"carys": OK, "gwen": OK}),  # they have no email
    "participants:sign_out_everywhere": Row(get=signed_in(), post=signed_in(MOVED)),
    "projects:find_invitation": Row(get=public(), post=public()),
    "projects:invitation": Row(get=public()),
    "projects:accept_invitation": Row(get=visitors(), post=visitors()),
    "projects:decline_invitation": Row(get=visitors(), post=public(MOVED)),
    "projects:invitation_terms": Row(get=public()),
    "projects:terms": Row(get=inside()),
    "projects:accept_terms": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:terms_acceptances": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:change_terms": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:terms_keeper": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS, status=MOVED)),
    "projects:terms_question": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:terms_suggestions": Row(get=inside()),
    "projects:suggest_terms": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:terms_suggestion": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:terms_versions": Row(get=inside()),
    "projects:terms_version": Row(get=inside(), where={"number": 1}),
    "projects:list": Row(get=signed_in()),
    "projects:new": Row(get=right(*FACILITATORS, "eve"), post=right(*FACILITATORS, "eve")),
    "projects:ask_for_help": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:help": Row(get=inside(*PARTNERS)),
    "projects:answer_help": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:yes_for_them": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:end_help": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:facilitators": Row(get=inside(), post=inside(*FACILITATORS)),
    "projects:stop_facilitating": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:offers": Row(get=inside(*PARTNERS)),
    "projects:take_away_for_them": Row(post=inside(*FACILITATORS, status=MISSING)),
    "projects:write_down_offer": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:actions": Row(get=inside()),
    "projects:action": Row(get=inside()),
    "projects:action_progress": Row(
        get=inside(*FACILITATORS, *COMMISSIONERS), post=inside(*FACILITATORS, *COMMISSIONERS)
    ),
    "projects:not_happened": Row(get=inside(*HELPED), post=inside(*HELPED)),
    "projects:breaks": Row(get=signed_in()),
    "projects:take_a_break": Row(get=inside(*PARTNERS), post=inside(*PARTNERS, status=MOVED)),
    "projects:come_back": Row(post=inside(*PARTNERS, status=MOVED)),
    "projects:leave": Row(get=inside(*PARTNERS), post=inside(*PARTNERS, status=MOVED)),
    "projects:ask_back": Row(post=inside(*FACILITATORS, status=MISSING)),
    "projects:check_in": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:felt": Row(get=inside()),
    "projects:new_support": Row(get=right(*PARTNERS, "eve"), post=right(*PARTNERS, "eve")),
    "projects:offer_support": Row(get=right(*FACILITATORS, "eve"), post=right(*FACILITATORS, "eve")),
    "projects:lead": Row(get=inside(status=FORBIDDEN), post=inside(status=FORBIDDEN)),
    "projects:sight": Row(post=inside(status=FORBIDDEN)),
    "projects:remove_partner": Row(post=inside(status=FORBIDDEN)),
    "projects:close_support": Row(post=inside(status=FORBIDDEN)),
    "projects:reopen_support": Row(post=inside(status=FORBIDDEN)),
    "projects:involvement": Row(get=inside()),
    "projects:involvement_cell": Row(get=inside(), where={"position": 1}),
    "projects:involvement_sheet": Row(get=inside()),
    "decisions:influence": Row(get=inside()),
    "projects:stages": Row(get=inside()),
    "projects:stage": Row(get=inside()),
    "projects:add_stage": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:change_stage": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:move_stage": Row(post=inside(*FACILITATORS, status=MOVED), where={"position": 4}),
    "projects:split_stage": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"position": 3}),
    "projects:merge_stages": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"position": 3}),
    "projects:remove_stage": Row(
        get=inside(*FACILITATORS), post=inside(*FACILITATORS, status=MOVED), where={"position": 4}
    ),
    "projects:ask_if_done": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS, status=MOVED)),
    "projects:answer_stage": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:closure": Row(get=inside(), post=inside(*FACILITATORS)),
    "projects:reopen_stage": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"position": 1}),
    "projects:record": Row(get=inside()),
    "projects:said": Row(get=inside()),
    "projects:contribution": Row(get=inside()),
    "projects:replies": Row(get=inside(*PARTNERS, status=MOVED), post=inside(*PARTNERS)),
    "projects:thanks": Row(post=inside(*PARTNERS, status=MOVED)),
    "projects:said_file": Row(get=inside()),
    "projects:said_thumbnail": Row(get=inside()),
    "projects:audience": Row(get=own(), post=own()),
    "projects:correction": Row(get=own(), post=own(MOVED)),
    "projects:taking_back": Row(get=own(), post=own(MOVED)),
    "projects:written_version": Row(get=inside(*PARTNERS, status=MOVED), post=inside(*PARTNERS, status=MOVED)),
    "projects:draft": Row(post=inside(*PARTNERS, status=MOVED)),
    "projects:draft_removal": Row(post=inside(*PARTNERS, status=MOVED)),
    "projects:say": Row(get=inside(*HELPED), post=inside(*HELPED)),
    "projects:people": Row(get=inside()),
    "projects:add_partner": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:import_partners": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:import_progress": Row(get=inside(*FACILITATORS, status=MOVED)),
    "projects:import_columns": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:import_groups": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)),
    "projects:import_preview": Row(get=inside(*FACILITATORS, status=MOVED)),
    "projects:import_commit": Row(post=inside(*FACILITATORS)),
    "projects:import_discard": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:invite_unasked": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:send_again": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:withdraw_invitation": Row(post=inside(*FACILITATORS, status=MOVED)),
    "projects:invitation_of": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:supporters": Row(get=inside(*PARTNERS)),
    "projects:choose_supporter": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "projects:change_supporter": Row(
        get=inside(*PARTNERS, status=MISSING) | {"amina": OK, "idris": OK},
        post=inside(*PARTNERS, status=MISSING) | {"amina": OK, "idris": MOVED},
    ),
    "projects:end_supporter": Row(post=inside(status=MISSING) | {"amina": MOVED, "idris": MOVED}),
    "projects:supporters_of": Row(get=inside(*FACILITATORS), where={"membership_id": gwens_seat}),
    "projects:write_down_supporter": Row(
        get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"membership_id": gwens_seat}
    ),
    "projects:supporting": Row(get=signed_in()),
    "projects:support": Row(get=public(), where={"code": code_of_asked}),
    "projects:accept_support": Row(post=public(MOVED), where={"code": code_of_asked}),
    "projects:decline_support": Row(post=public(MOVED), where={"code": code_of_asked}),
    "projects:sessions": Row(get=inside()),
    "projects:schedule_session": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:session": Row(get=inside()),
    "projects:easy_session": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:session_pictures": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:stage_pictures": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS, status=MOVED)),
    "projects:easy_stage": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:answer_session": Row(get=inside(*HELPED), post=inside(*HELPED)),
    "projects:attendance": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:change_session": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "projects:cancel_session": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:list": Row(get=inside()),
    "decisions:open": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:ask_for_help": Row(get=inside(*PARTNERS), post=inside(*PARTNERS)),
    "decisions:open_terms": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:decision": Row(get=inside()),
    "decisions:take_position": Row(get=inside(*HELPED), post=inside(*HELPED)),
    "decisions:answer_question": Row(
        get=inside(*FACILITATORS, status=MISSING), post=inside(*FACILITATORS, status=MISSING), where={"question_id": 0}
    ),
    "decisions:enter_position": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:withdraw_option": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)),
    "decisions:positions": Row(get=inside()),
    "decisions:close": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)),
    "decisions:count": Row(get=inside(status=MOVED)),
    "decisions:add_action": Row(
        get=inside(*FACILITATORS, *COMMISSIONERS),
        post=inside(*FACILITATORS, *COMMISSIONERS),
        where={"number": settled_decision},
    ),
    "decisions:withdraw_objection": Row(post=inside(*HELPED, status=MISSING)),
    "decisions:change_wording": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:easy_read": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:pictures": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:easy_outcome": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)),
    "decisions:outcome_pictures": Row(
        get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)
    ),
    "decisions:versions": Row(get=inside()),
    "decisions:trail": Row(get=inside(), where={"number": settled_decision}),
    "decisions:became": Row(get=inside()),
    "decisions:record_outcome": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:review": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS)),
    "decisions:tell_people": Row(get=inside(*FACILITATORS, status=MOVED), post=inside(*FACILITATORS, status=MOVED)),
    "decisions:respond": Row(get=inside(*COMMISSIONERS, status=MOVED), post=inside(*COMMISSIONERS, status=MOVED)),
    "decisions:proposals": Row(get=inside()),
    "decisions:propose": Row(get=inside(*HELPED), post=inside(*HELPED)),
    "decisions:proposal": Row(get=inside(), where={"number": shaped_proposal}),
    "decisions:say_on_proposal": Row(get=inside(*HELPED), post=inside(*HELPED), where={"number": shaped_proposal}),
    "decisions:answer_on_proposal": Row(
        get=inside(*FACILITATORS),
        post=inside(*FACILITATORS),
        where={"number": shaped_proposal, "remark_id": rays_question},
    ),
    "decisions:change_proposal": Row(
        get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"number": shaped_proposal}
    ),
    "decisions:proposal_versions": Row(get=inside(), where={"number": shaped_proposal}),
    "decisions:take_back_proposal": Row(
        get=inside(status=FORBIDDEN), post=inside(status=FORBIDDEN), where={"number": shaped_proposal}
    ),
    "decisions:not_take_up": Row(
        get=inside(*FACILITATORS), post=inside(*FACILITATORS), where={"number": shaped_proposal}
    ),
    "decisions:register": Row(get=inside()),
    "decisions:check_register": Row(get=inside()),
    "decisions:export_register": Row(get=inside()),
    "decisions:register_entry": Row(get=inside(), post=inside(*FACILITATORS)),
    "decisions:how_private": Row(get=signed_in()),
    "decisions:how_it_works": Row(get=signed_in(), where={"key": "consent"}),
    "decisions:tracker": Row(get=right(*COMMISSIONERS, "eve")),
    "decisions:library": Row(get=public()),
    "decisions:learned": Row(get=public(), where=FINISHED),
    "decisions:learning": Row(get=inside()),
    "decisions:begin_learning": Row(get=inside(*FACILITATORS), post=inside(*FACILITATORS)),
    "decisions:learning_words": Row(get=in_finished("amina"), post=in_finished("amina"), where=FINISHED),
    "decisions:comment_on_learning": Row(
        get=in_finished(*THEIR_PARTNERS), post=in_finished(*THEIR_PARTNERS), where=FINISHED
    ),
    "decisions:ask_for_check": Row(
        get=in_finished("amina", status=MOVED), post=in_finished("amina", status=MOVED), where=FINISHED
    ),
    "decisions:check_learning": Row(
        get=in_finished(*THEIR_PARTNERS), post=in_finished(*THEIR_PARTNERS), where=FINISHED
    ),
    "decisions:publish_learning": Row(get=in_finished("amina"), post=in_finished("amina"), where=FINISHED),
    "decisions:learning_version": Row(get=in_finished(others=OK), where=FINISHED),
    "decisions:take_down_learning": Row(get=in_finished("amina"), post=in_finished("amina"), where=FINISHED),
    "decisions:name_on_learning": Row(
        get=in_finished(*THEIR_PARTNERS), post=in_finished(*THEIR_PARTNERS), where=FINISHED
    ),
    "decisions:unname_on_learning": Row(post=in_finished(*THEIR_PARTNERS, status=MOVED), where=FINISHED),
}
