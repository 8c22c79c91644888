"""What the record says for each verb of this app."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "proposed": _("{by} proposed “{question}”: {words}"),
    "proposed_with": _("{partner} proposed “{question}”, with {by}’s help: {words}"),
    "proposed_through": _("{partner} proposed “{question}” {via}, entered by {by}: {words}"),
    "proposal_question": _("{by} asked about the proposal “{question}”: {words}"),
    "proposal_question_with": _("{partner} asked about the proposal “{question}”, with {by}’s help: {words}"),
    "proposal_question_through": _("{partner} asked about the proposal “{question}” {via}, entered by {by}: {words}"),
    "proposal_reaction": _("{by} said what they think of the proposal “{question}”: {words}"),
    "proposal_reaction_with": _(
        "{partner} said what they think of the proposal “{question}”, with {by}’s help: {words}"
    ),
    "proposal_reaction_through": _(
        "{partner} said what they think of the proposal “{question}” {via}, entered by {by}: {words}"
    ),
    "proposal_change": _("{by} suggested other words for the proposal “{question}”: {words}"),
    "proposal_change_with": _(
        "{partner} suggested other words for the proposal “{question}”, with {by}’s help: {words}"
    ),
    "proposal_change_through": _(
        "{partner} suggested other words for the proposal “{question}” {via}, entered by {by}: {words}"
    ),
    "proposal_changed": _("{by} changed the words of the proposal “{question}” to version {number}: {because}"),
    "proposal_answer_answered": _("{by} answered what {partner} asked about the proposal “{question}”: {answer}"),
    "proposal_answer_taken_up": _("{by} took up what {partner} suggested for the proposal “{question}”: {answer}"),
    "proposal_answer_not": _("{by} did not take up what {partner} suggested for the proposal “{question}”: {answer}"),
    "proposal_end_opened": _("{by} opened what {partner} proposed as a decision: “{question}”"),
    "proposal_end_not": _("{by} did not take up what {partner} proposed, “{question}”: {because}"),
    "proposal_end_back": _("{by} took back the proposal “{question}”. {because}"),
    "proposal_end_back_with": _("{partner} took back the proposal “{question}”, with {by}’s help. {because}"),
    "decision_opened": _("{by} asked everyone to decide: “{question}”"),
    "consented": _("{partner} consented in “{question}”."),
    "objected": _("{partner} objected in “{question}”: “{reason}”"),
    "asked_first": _("{partner} asked a question in “{question}”: “{reason}”"),
    "consented_through": _("{partner} consented in “{question}” {via}, entered by {by}."),
    "objected_through": _("{partner} objected in “{question}” {via}, entered by {by}: “{reason}”"),
    "asked_first_through": _("{partner} asked a question in “{question}” {via}, entered by {by}: “{reason}”"),
    "consented_with": _("{partner} consented in “{question}”, with {by}’s help."),
    "objected_with": _("{partner} objected in “{question}”, with {by}’s help: “{reason}”"),
    "asked_first_with": _("{partner} asked a question in “{question}”, with {by}’s help: “{reason}”"),
    "answered": _("{partner} {said} in “{question}”. {reason}"),
    "answered_through": _("{partner} {said} in “{question}” {via}, entered by {by}. {reason}"),
    "answered_with": _("{partner} {said} in “{question}”, with {by}’s help. {reason}"),
    "took_part": _("{partner} answered “{question}”."),
    "took_part_through": _("{partner} answered “{question}” {via}, entered by {by}."),
    "took_part_with": _("{partner} answered “{question}”, with {by}’s help."),
    "interest_declared": _("{partner} declared an interest in “{question}”: {words}"),
    "interest_ended": _("{partner} has no interest to declare in “{question}” any more."),
    "option_withdrawn": _("{by} withdrew the option “{option}” in “{question}”: {because}"),
    "closed_sooner": _("{by} closed “{question}” sooner, on {moment}: {because}"),
    "objection_withdrawn_with": _("{partner} took back their objection in “{question}”, with {by}’s help."),
    "objection_withdrawn": _("{by} took back their objection in “{question}”."),
    "question_answered": _("{by} answered what {partner} asked in “{question}”: {answer}"),
    "wording_changed": _("{by} changed the wording of “{question}” to version {number}: {because}"),
    "wording_changed_to_meet": _(
        "{by} changed the wording of “{question}” to version {number}: {because} "
        "It is meant to meet what these partners objected to, who were asked to look again: {partners}."
    ),
    "decided_unheard": _(
        "{partner} had objected in “{question}”. When the outcome was recorded, {partner} had not said yet whether the "
        "new words meet this."
    ),
    "outcome_agreed": _("{by} recorded what was agreed in “{question}”: {decided}"),
    "outcome_provisional": _("{by} recorded a provisional outcome in “{question}”: {decided} Missing: {missing}."),
    "outcome_stands": _("What was decided in “{question}” stands now, since no group is missing any more: {decided}"),
    "outcome_not_agreed": _("{by} recorded that “{question}” was not agreed: {decided}"),
    "decision_opened_to_replace": _("{by} asked everyone to decide: “{question}” It is to replace “{older}”."),
    "review_kept": _("Partners looked at “{question}” again and keep it. {by} wrote down why: {words}"),
    "review_again": _(
        "Partners looked at “{question}” again. They keep it, and look at it again later. {by} wrote down why: {words}"
    ),
    "review_change": _("Partners looked at “{question}” again and want to change it. {by} wrote down why: {words}"),
    "review_ended": _("Partners looked at “{question}” again. It holds no more. {by} wrote down why: {words}"),
    "decision_replaced": _("“{question}” is replaced by “{newer}”."),
    "register_corrected": _("{by} corrected entry {number} of the register, about “{question}”: {words}"),
    "people_told": _("{by} told {people} people what came of “{question}”."),
    "answer_accepted": _("{by} answered “{question}” with yes: {reasons}"),
    "answer_in_part": _("{by} answered “{question}” with yes, in part: {reasons}"),
    "learning_begun": _("{by} began the page that tells others what this project learned."),
    "learning_changed": _("{by} changed the words of that page: version {number}."),
    "learning_check_asked": _("{by} asked all partners whether that page can go public."),
    "learning_fine": _("{who} said that the page can go public."),
    "learning_to_change": _("{who} asked for a change before the page goes public."),
    "learning_published": _("{by} published what this project learned: version {number}."),
    "learning_taken_down": _("{by} took the public page down: {reason}"),
    "answer_not": _("{by} answered “{question}” with no: {reasons}"),
}
