"""The words that every pack says, in the language of its reader. The template holds none of its own."""

from django.utils.translation import gettext as _


def words(called: str, phone: str, *, in_a_hurry: bool = False) -> dict[str, str]:
    """`in_a_hurry` where a slip that is posted today may come back too late."""
    return {
        "dear": _("Dear %(name)s") % {"name": called},
        "title": _("Your pack"),
        "what_this_is": _(
            "This is what is on now in a project that you are a partner in. What you say counts the same "
            "by post and by phone as it does online."
        ),
        "easy": _("Easy Read"),
        "full": _("The full words"),
        "how": _("How to answer"),
        "by_post": _("By post: fill in the reply slip at the end and send it back."),
        "by_post_to": _("By post: fill in the reply slip at the end and send it to the address that stands on it."),
        "by_phone": _("By phone: ring %(phone)s and say your code.") % {"phone": phone},
        "online": _("Online: point the camera of a phone at the square picture."),
        "code": _("Your code"),
        "reply_by": _("Please answer by"),
        "too_slow": _("A letter may come too late for that, so please ring us.")
        if in_a_hurry
        else _("If a letter would come too late, please ring us."),
        "helper": _("You chose somebody to help you take part. They can help you to fill in the slip:"),
        "skip": _("You can leave out any question. You never have to say why."),
        "on_now": _("What is on now"),
        "where": _("Where"),
        "join": _("To join by phone, ring"),
        "when": _("When"),
        "what": _("What we will do"),
        "access": _("Arranged for access"),
        "know_first": _("What to know first"),
        "propose": _("We propose"),
        "options": _("The options"),
        "changed_words": _("The words have changed since you answered. Why"),
        "until": _("Open until"),
        "nothing": _("Nothing is waiting for an answer from you now. You can still tell us anything on the slip."),
        "stage": _("Where the project is"),
        "open": _("What you can still change"),
        "fixed": _("What is already fixed"),
        "answered": _("What you have answered already"),
        "changed": _("What changed because of you"),
        "you_said": _("You said:"),
        "written": _("What we wrote down for you"),
        "written_check": _("Is something wrong? Ring us, or write it on the slip, and we put it right."),
        "slip": _("Reply slip"),
        "slip_how": _("Tick one box for each question. Write on the lines if you like."),
        "send_to": _("Send this slip to"),
        "ring": _("Or ring"),
        "can_you_come": _("Can you come?"),
        "needs": _("What would help you to take part that day?"),
        "done_how": _("If you have a concern, or something is missing, please write what it is."),
        "done_open": _("All partners can read what you write here, with your name."),
        "felt_how": _(
            "Please tick one box for each of the three questions. Whoever writes this down reads it. "
            "Everyone else sees it without your name, together with what others said."
        ),
        "felt_line": _("Is there one thing you want to say?"),
        "felt_first": _("What did it feel like?"),
        "terms_how": _("This is what partners agreed about their work together."),
        "terms_question": _("Your question, if you have one"),
        "say": _("What else do you want to say?"),
        "say_kinds": _("An experience, an idea, a worry, or something you offer."),
        "alt": _("Square picture for the camera of a phone. It leads to this project online. Your code says the same."),
        "thanks": _("Thank you."),
        "from": _("From"),
        "page": _("page"),
    }
