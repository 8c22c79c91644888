"""The smaller projects of the demo: two more of Northdale's, and one behind Southmoor's wall."""

from coproduce.demo.calendar import Calendar
from coproduce.demo.story import GROUPS, Story, begin
from decisions.models import LearningText, Response
from participants.models import Person
from projects.actions import contribute
from projects.actions.private import start_own_support
from projects.models import Contribution, Organisation


def crisis_cafe(calendar: Calendar, people: dict[str, Person], organisation: Organisation) -> Story:
    """Decided, and not everybody has been told yet."""
    story = begin(
        calendar,
        people,
        organisation,
        days=-70,
        name="Crisis café review",
        purpose="Making the crisis café a place that people go to before things get worse.",
        final_say="This group, within the café's lease and budget.",
        facilitator="amina",
    )
    story.join(-68, GROUPS.USE, "bola", "ray", "samina")
    story.join(-68, GROUPS.CARERS, "jean", "mei")
    story.join(-68, GROUPS.STAFF, "kofi")
    evening = story.schedule(-50, ("18:00", "19:30"), "An evening at the café", planned=-60, place="The Crisis Café")
    story.attend(evening, "bola", "ray", "jean", "kofi", "amina")
    late = story.say(-50, "ray", Contribution.Kind.EXPERIENCE, "Nothing is open after nine.", session=evening)
    hours = story.open(
        -42,
        "When should the café be open?",
        "Every evening from six to midnight, also on bank holidays.",
        until=-32,
        minimums={GROUPS.USE: 2, GROUPS.CARERS: 1},
        came_from=[late],
    )
    story.consent(-38, hours, "bola", "ray", "samina", "jean", "mei", "kofi", "amina")
    story.settle(
        -21,
        hours,
        "Every evening from six to midnight, also on bank holidays.",
        reasons="The worst hours are after nine, and on days when all else is shut.",
        rejected="All night: there are not enough staff to keep people safe.",
    )
    story.tell(-18, hours, {"ray": "The café now stays open until midnight."})
    story.respond(-12, hours, "farah", Response.Answer.IN_PART, "Yes on evenings. Bank holidays from next April.")
    return story


def direct_payments(calendar: Calendar, people: dict[str, Person], organisation: Organisation) -> Story:
    """Done from end to end: decided, told and answered."""
    story = begin(
        calendar,
        people,
        organisation,
        days=-120,
        name="Direct payments support",
        purpose="Help with direct payments that people can understand the first time.",
        final_say="This group.",
        facilitator="amina",
    )
    story.join(-118, GROUPS.USE, "idris", "marta")
    story.join(-118, GROUPS.CARERS, "carys", "pauline")
    story.join(-118, GROUPS.STAFF, "nia")
    panel = story.open(
        -60,
        "Who sits on the interview panel?",
        "Two people who use the service, one carer and one member of staff.",
        until=-45,
        minimums={GROUPS.USE: 1, GROUPS.CARERS: 1},
    )
    everyone = ("idris", "marta", "carys", "pauline", "nia")
    story.consent(-55, panel, *everyone)
    story.settle(
        -33,
        panel,
        "Two people who use the service, one carer and one member of staff.",
        reasons="The person we choose will work with them each day.",
        rejected="A panel of managers only: they are not who the service is for.",
    )
    story.tell(-30, panel, {}, others="The panel met, made up as you agreed.")
    story.respond(-28, panel, "farah", Response.Answer.ACCEPTED, "We will choose every panel like this.")
    learned = story.finish(
        -26,
        "The adviser is in post, and that is what we came together for.",
        service=LearningText.Service.HOME,
        aim="Help with direct payments that people can understand the first time.",
        changed="People who use direct payments chose the new adviser, together with carers and staff. "
        "Every letter about direct payments now begins with whom to ring.",
        differently="Begin with one conversation each, before the first meeting. Two people told us later that they "
        "had not dared to ask their question in the group.",
        costs="Four hours of each of us, £310 for travel and replacement care. Calls to the council about direct "
        "payments fell from about forty a month to about fifteen.",
        resources="The library gave us its back room. The carers' centre lent us its hearing loop.",
    )
    story.check(-24, learned, idris="", marta="", carys="", nia="", pauline="Say that the loop was lent, not given.")
    story.publish(-10, learned, unchanged="The page says that it was lent.")
    story.name(-9, learned, "idris")
    return story


def own_support(calendar: Calendar, people: dict[str, Person], organisation: Organisation) -> None:
    """Idris leads a private page about his own support: nobody else in Northdale learns that it is his."""
    idris = people["idris"]
    start = calendar.at(-14)
    project = start_own_support(
        organisation, name="My week, my way", purpose="How I want to be supported at home.", by=idris, now=start
    )
    contribute(
        project.memberships.get(),
        kind=Contribution.Kind.EXPERIENCE,
        words="I want the same two people to come, and to know the day before who it is.",
        by=idris,
        now=calendar.at(-13, "19:10"),
    )


def night_support(calendar: Calendar, people: dict[str, Person], organisation: Organisation) -> Story:
    """Eve's own project, which nobody in Northdale may see."""
    story = begin(
        calendar,
        people,
        organisation,
        days=-45,
        name="Night support on the wards",
        purpose="Nights on the ward that people can sleep through.",
        final_say="The ward group.",
        facilitator="eve",
    )
    story.join(-43, GROUPS.USE, "len")
    story.join(-43, GROUPS.STAFF, "ruth")
    story.schedule(6, ("11:00", "12:30"), "A night in pictures", planned=-10, place="Ward 4, Southmoor General")
    story.open(
        -8, "When do the lights go down?", "At half past nine.", until=5, minimums={GROUPS.USE: 1, GROUPS.CARERS: 1}
    )
    return story
