"""Northdale Council's main project, as the drawings tell it: Short breaks for carers, now in Define."""

from coproduce.demo.calendar import Calendar
from coproduce.demo.photo import photo_of_steps
from coproduce.demo.story import GROUPS, Story, begin, plan
from decisions.models import ProposalRemark, Response, TermsProposal
from participants.models import AssetKind, Audience, Person
from projects.actions.packs import set_post
from projects.actions.supporters import Choice
from projects.actions.terms import ask_about_terms
from projects.ladder import Rung
from projects.models import (
    ActionNote,
    Contribution,
    Organisation,
    QuietCall,
    SessionAnswer,
    StageAnswer,
    Support,
    TermsPart,
    TermsSuggestion,
)

DOING = ActionNote.Kind
EXPERIENCE, IDEA, WORRY, OFFER = Contribution.Kind
YES, ONLINE, _RING, NO, UNSURE = SessionAnswer.Answer
CENTRE = "Mill Road Centre, 40 Mill Road, Northdale"
LINK = "https://meet.example.org/short-breaks"
LINE = "01632 960130, then 482 910 and the hash key"
USE = ("bola", "gwen", "idris", "ray", "samina", "marta")
CARERS = ("carys", "jean", "tunde", "mei", "pauline")
STAFF = ("amina", "dev", "nia", "kofi")

EASY_DECISION = """Carers get tired.
They often get a break too late.
We want to agree what a break is for.
This is our idea.
A break is time for the carer to rest.
In a break, the carer can also do what they choose.
The break must come before the carer is worn out."""
EASY_DECISION_PICTURES = (
    "tired-face", "alarm-clock", "people-dialogue", "light-bulb", "couch-and-lamp", "artist-palette", "stopwatch",
)  # fmt: skip
EASY_WEEK = """We will meet and draw a week.
It is the week of one carer.
We will see when the carer gets very tired.
Then we mark when a break would help."""
EASY_STAGE = """We want to agree two things.
What is a short break for?
What do we work on first?
You can help to change how people ask for a break.
You can help to change what a break looks like.
You can’t change how much money there is.
There is £420,000 for this year."""


def short_breaks(calendar: Calendar, people: dict[str, Person], organisation: Organisation) -> Story:
    story = begin(
        calendar,
        people,
        organisation,
        days=-100,
        name="Short breaks for carers",
        purpose="Redesigning how unpaid carers get a break, so that it comes before they are worn out.",
        final_say="This group. Farah, for the council, answers in writing within 10 working days.",
        facilitator="amina",
    )
    gather(story)
    story.project.stages.filter(position__lte=2).update(rung=Rung.CO_PRODUCTION)
    set_post(
        story.project,
        freephone="0808 157 0106",
        post_to="Short breaks for carers\nNorthdale Council\n1 Market Square\nNorthdale\nND1 1AA",
        by=story.project.made_by,
        now=story.project.made_at,
    )
    discover(story)
    ask_for_a_break(story)
    say_that_discover_is_done(story)
    story.close(-17)
    look_back(story)
    define(story)
    where_to_try(story)
    what_for(story)
    in_the_evening(story)
    bring(story)
    accept_them(story)
    story.ask(-4, GROUPS.USE, "seun")
    keep_in_touch(story)
    story.packs(-1)
    story.support(-3, "idris", Choice("Mari Hughes", email="mari.hughes@example.org", things=(Support.ANSWER,)))
    return story


def look_back(story: Story) -> None:
    """What Discover felt like. Staff were four, so they are only part of the whole."""
    story.felt(
        -15,
        1,
        {
            "bola": (Rung.CO_DESIGN, 4, 4, "We were asked first, for once."),
            "gwen": (Rung.ENGAGEMENT, 4, 3, ""),
            "idris": (Rung.CO_DESIGN, 5, 4, "The papers came early and in Easy Read."),
            "ray": (Rung.CO_DESIGN, 4, 4, ""),
            "samina": (Rung.ENGAGEMENT, 3, 3, ""),
            "marta": (Rung.CO_DESIGN, 3, 2, ""),
            "carys": (Rung.CONSULTATION, 3, 2, ""),
            "jean": (Rung.CONSULTATION, 4, 2, "I said my piece. Then it went quiet."),
            "tunde": (Rung.CONSULTATION, 2, 2, ""),
            "mei": (Rung.INFORMING, 2, 1, "The sessions are when I am at work."),
            "pauline": (Rung.ENGAGEMENT, 3, 2, ""),
            "amina": (Rung.CO_DESIGN, 4, 5, ""),
            "dev": (Rung.CO_DESIGN, 4, 4, ""),
            "nia": (Rung.CO_DESIGN, 4, 4, ""),
            "kofi": (Rung.CO_PRODUCTION, 4, 5, ""),
            "farah": (Rung.CO_DESIGN, 3, 4, ""),
        },
    )


def keep_in_touch(story: Story) -> None:
    """Amina rings those of whom nothing was heard; Marta takes a break."""
    story.rest(-6, "marta", until=20)
    story.ring(-6, "mei", QuietCall.Came.NEEDS, "A session in the evening: she works until six.")
    story.ring(-3, "pauline", QuietCall.Came.UNREACHED)


def gather(story: Story) -> None:
    plan(
        story,
        [
            (-100, -17, "Hear what a break means, and what stands in its way.", "Everything.", ""),
            (
                -17,
                25,
                "Agree what a short break is for, and what to work on first.",
                "Who it is for, how people ask for it, what it looks like, and who gets told.",
                "The yearly budget, £420,000. The council set it in March and can't raise it this year.",
            ),
            (45, 120, "Draw and try out new kinds of break.", "", ""),
            (130, 220, "Start the breaks that worked, and keep watch on them together.", "", ""),
        ],
    )
    story.join(-98, GROUPS.USE, *USE)
    story.join(-98, GROUPS.CARERS, *CARERS)
    story.join(-98, GROUPS.STAFF, *STAFF[1:])
    story.join(-98, GROUPS.COMMISSIONERS, "farah")
    story.agree(-93, story.support(-94, "gwen", Choice("Huw Parry", email="huw@example.org", things=tuple(Support))))
    story.decline(-36, story.ask(-40, GROUPS.CARERS, "alun"))


def discover(story: Story) -> None:
    tea = story.schedule(
        -85, ("14:00", "15:30"), "A first cup of tea", planned=-95, purpose="Meet each other and agree how we work."
    )
    story.attend(tea, *USE, "carys", "jean", *STAFF, "farah")
    slow = story.say(-82, "idris", IDEA, "Send papers a week before, in Easy Read, so that I can get ready.")
    passing = write_terms_together(story)
    together = story.open(
        -80,
        "How do we want to work together?",
        "We speak one at a time, in plain words. Papers come a week before, also in Easy Read. Each of us may pass.",
        until=-70,
        minimums={GROUPS.USE: 3, GROUPS.CARERS: 2, GROUPS.STAFF: 1},
        background="We talked about this over our first cup of tea. Nothing here is fixed for ever.",
        came_from=[slow],
    )
    terms = story.take_in(
        -79,
        passing,
        "Samina is right: a silence can mean many things. It is now the last line of how we treat each other.",
    )
    TermsProposal.objects.create(wording=together.wordings.get(), version=terms)
    story.consent(-76, together, *USE, "jean", "tunde", "carys", *STAFF, "farah")
    story.settle(
        -69,
        together,
        "We speak one at a time, in plain words. Papers come a week before, also in Easy Read.",
        reasons="People get ready in different ways. A week is enough time for everyone who told us.",
        rejected="Papers at the meeting itself: too late for people who use Easy Read or a signer.",
    )
    story.tell(
        -65,
        together,
        {"idris": "Papers now come a week before, also in Easy Read."},
        others="Every meeting since then has kept to it.",
    )
    papers = story.to_do(-64, together, "amina", "Send papers a week before, also in Easy Read.", by=-55)
    story.goes(-52, papers, DOING.DONE, "Idris had the papers for all meetings since then a week before, in Easy Read.")
    story.respond(
        -62, together, "farah", Response.Answer.ACCEPTED, "We will pay for Easy Read papers in every project like this."
    )
    stories = story.schedule(
        -60, ("10:30", "12:15"), "Telling it like it is", planned=-75, purpose="Hear what a worn-out week is like."
    )
    story.attend(stories, *USE[:5], "carys", "jean", "tunde", *STAFF)
    story.say(-60, "jean", EXPERIENCE, "It comes too late. I was in hospital before anybody offered.", session=stories)
    story.say(-60, "tunde", WORRY, "If I ask for a break, will they think that I can't cope?", session=stories)
    story.say(-56, "bola", EXPERIENCE, "When my brother rests, I still want to get out and see people.")
    story.say(-55, "gwen", EXPERIENCE, "A stranger in my kitchen is no rest for Huw or for me.")
    story.say(-52, "dev", WORRY, "We only hear of carers once there is a crisis.")
    story.say(-48, "ray", OFFER, "I can show people how I use my travel pass.")
    story.say(-46, "carys", IDEA, "Let us book a break by text, at any time of day.")


def write_terms_together(story: Story) -> TermsSuggestion:
    """The draft, and what partners changed in it. The last suggestion is handed back, to be taken in."""
    first = story.draft_terms(-88)
    papers = story.suggest(
        -87,
        "idris",
        TermsPart.MEETINGS,
        "About once a month, never longer than two hours. Papers come a week before, also in Easy Read.",
        "I read with my sister on Sundays.",
    )
    story.take_in(-86, papers, "Papers now come in Easy Read too, as Idris suggests.")
    weekly = story.suggest(
        -86, "kofi", TermsPart.MEETINGS, "Once a week, for one hour.", "Short meetings are easier to fit into a shift."
    )
    story.leave_out(-85, weekly, "Jean and Tunde can get cover once a month, not every week. We can try shorter ones.")
    return story.suggest(
        -84,
        "samina",
        TermsPart.BEHAVIOUR,
        first.behaviour + "\nIf somebody is silent, we ask them. Silence is not a yes.",
        "Some of us need longer to find our words.",
    )


def accept_them(story: Story) -> None:
    """Most have accepted what was agreed. Ray asks something first, and Marta would change it again."""
    version = story.project.terms.get(agreed__missing="")
    story.accept_terms(-66, version, "bola", "gwen", "idris", "samina", "jean", "tunde", "dev", "nia", "amina", "farah")
    ray = story.seats["ray"]
    ask_about_terms(version, ray, "May I tell my son about it?", by=ray.person, now=story.calendar.at(-3, "09:50"))
    often = "Every two weeks while we try things out, never longer than an hour. Papers come a week before."
    story.suggest(-2, "marta", TermsPart.MEETINGS, often, "In a month I forget what we said.")


def ask_for_a_break(story: Story) -> None:
    """Decided, told, and now waiting for Farah's answer."""
    early = story.say(-40, "jean", IDEA, "Ask each carer every spring, before they have to ask.")
    decision = story.open(
        -34,
        "How should people ask for a break?",
        "Carers ask by text, by phone or in person. The council also asks every carer, each spring.",
        until=-24,
        minimums={GROUPS.USE: 2, GROUPS.CARERS: 2},
        background="Jean, Tunde and Carys told us that asking is the hardest part.",
        came_from=[*story.heard("Let us book a break by text", "If I ask for a break"), early],
    )
    story.consent(-31, decision, "bola", "gwen", "idris", "samina", "carys", "jean", "tunde", *STAFF[1:])
    story.settle(
        -20,
        decision,
        "Carers ask by text, by phone or in person. The council also asks every carer, each spring.",
        reasons="Nobody should need a crisis before they are heard. Text works at three in the morning.",
        rejected="An online form alone: Gwen and others have no internet.",
    )
    told = {
        "jean": "The council will ask every carer, each spring.",
        "carys": "Text is now one of three ways to ask.",
        "tunde": "The council asks first, so nobody has to.",
    }
    story.tell(-18, decision, told, others="There will be three ways to ask: by text, by phone or in person.")
    text = story.to_do(-18, decision, "dev", "Set up a number that carers can text, day and night.", by=-8)
    story.goes(-12, text, DOING.PROGRESS, "The number is ordered. The out-of-hours team will answer at night.")
    story.goes(
        -7, text, DOING.DONE, "Carers can text 60155 at any time. Somebody answers within the hour, also at night."
    )
    story.not_happened(-2, "bola", text, "I texted on Sunday night. Nobody answered until Monday at nine.")
    story.to_do(-18, decision, "farah", "Write to every carer each spring, with a date by which they hear back.", by=40)
    steps = story.to_do(-18, decision, "nia", "Train everybody at the front desk to book a break by phone.", by=-3)
    story.goes(-10, steps, DOING.PROGRESS, "Six of nine people have had the training.")
    together = story.project.decisions.get(number=1)
    words = "It works. Ray asks for bigger print on the papers, so we look at this again soon."
    story.review(-17, together, words, again=12, use=3, carers=2, staff=2)


def say_that_discover_is_done(story: Story) -> None:
    story.ask_if_done(-25)
    story.done(-23, "bola", "gwen", "samina", "carys", "tunde", *STAFF, "farah")
    concern = "Carers who work could not come in the daytime. Please ask them in the next stage."
    story.done(-22, "jean", answer=StageAnswer.Answer.CONCERN, words=concern)


def define(story: Story) -> None:
    sorting = story.schedule(
        -13, ("13:00", "15:00"), "Sorting what matters", planned=-28, purpose="Sort what we heard into themes."
    )
    story.attend(sorting, "bola", "idris", "ray", "samina", *STAFF)
    story.say(-13, "bola", IDEA, "Breaks are not only at weekends.", session=sorting)
    story.say(-12, "kofi", IDEA, "Let us look at what neighbours already do for each other.")
    story.say(
        -8,
        "samina",
        EXPERIENCE,
        "I cried in the car park after my last assessment. Nobody had asked how I was.",
        audience=Contribution.Audience.NAMELESS,
    )
    steps = story.say(
        -4,
        "bola",
        WORRY,
        "These are the steps at Castle Hill. My brother can’t get in without two people.",
        upload=photo_of_steps(),
        alt="Six steep steps up to a door, with no rail and no ramp.",
    )
    story.thank(-3, steps, "dev", "idris")
    story.reply(-3, "dev", steps, "Thank you, Bola. I will ask the centre about a ramp, and tell you by Friday.")
    week = story.schedule(
        8,
        ("10:30", "12:15"),
        "Mapping a worn-out week",
        planned=-12,
        purpose="Draw one carer's week together and mark where a break would have helped.",
        place=CENTRE,
        online_link=LINK,
        access_notes="BSL interpreter booked. Hearing loop, step-free entrance, quiet room. Papers come a week before.",
    )
    story.in_easy_read(-12, week, EASY_WEEK, ("people-dialogue", "calendar", "tired-face", "hot-beverage"))
    story.in_easy_read(-12, week.stage, EASY_STAGE)
    story.answer(-9, week, idris=YES, ray=ONLINE, dev=YES, nia=YES, samina=NO)
    story.answer(-5, week, gwen=YES, kofi=UNSURE)
    story.schedule(
        22, ("18:00", "19:30"), "Choosing what to try first", planned=-2, place="", online_link=LINK, phone_line=LINE
    )


def bring(story: Story) -> None:
    """What people offer, and who is looked for. What Bola offers fits, and only she knows."""
    story.offer(-48, "ray", AssetKind.SKILL, "I can show people how I use my travel pass.", Audience.PARTNERS)
    story.offer(-44, "kofi", AssetKind.CONNECTION, "I know the choir that meets in Castle Hill.", Audience.PARTNERS)
    story.offer(-40, "gwen", AssetKind.SKILL, "I knit, and I can teach it to anybody.", Audience.FACILITATORS)
    story.offer(-36, "idris", AssetKind.TIME, "I am free on Friday mornings.", Audience.FACILITATORS)
    story.offer(-30, "bola", AssetKind.LIFE, "I travel on the bus with my brother, who uses a wheelchair.", Audience.ME)
    story.offer(-28, "jean", AssetKind.KNOWLEDGE, "I know which bus stops have a seat.", Audience.PARTNERS)
    story.look_for(-3, "Who could show us how to travel to Castle Hill by bus?", until=12)
    done = story.look_for(-20, "Who could bring a song for our last session in the autumn?", until=-10)
    story.help(-18, done, "kofi", "The choir would come and sing.")


def where_to_try(story: Story) -> None:
    """Proposed by Ray. Decided below its minimum: no carer took part, so the outcome is provisional."""
    question, words = "Where do we try the new breaks first?", "We try them first in Mill Road and Castle Hill."
    why = "Both have a centre with a bus stop at the door."
    decision = story.open(
        -15,
        question,
        words,
        proposed=story.propose(-17, "ray", question, words, why),
        until=-6,
        minimums={GROUPS.USE: 2, GROUPS.CARERS: 2},
        asks_for_answer=False,
    )
    story.consent(-11, decision, "bola", "ray", "samina", "dev", "nia", "kofi")
    story.settle(
        -5,
        decision,
        "We try them first in Mill Road and Castle Hill.",
        reasons="Both have a centre that people can reach without a car.",
        rejected="All of Northdale at once: the budget would not stretch so far.",
    )


def what_for(story: Story) -> None:
    """Open: Bola objected, the wording has changed, and no carer has taken part yet."""
    decision = story.open(
        -12,
        "What should a short break be for?",
        "A short break is for the carer to rest, before they are worn out.",
        until=3,
        minimums={GROUPS.USE: 2, GROUPS.CARERS: 2},
        background="In Discover, carers told us: it comes too late. What a break is for decides what we try first.",
        came_from=story.heard("It comes too late", "When my brother rests", "A stranger in my kitchen"),
    )
    story.consent(-10, decision, "idris", "ray", "dev", "nia", "farah")
    objection = story.stand(
        -9,
        decision,
        "bola",
        "object",
        "Rest is not the only reason. My brother wants to swim, and I want to see my friends.",
    )
    story.reword(
        -5,
        decision,
        "A short break is for the carer to rest, and to do something of their own choosing, before they are worn out.",
        because="Bola said that rest is not the only reason, so the proposal now says so.",
        meets=objection,
    )
    story.in_easy_read(-4, decision, EASY_DECISION, EASY_DECISION_PICTURES)
    story.consent(-2, decision, "idris", "dev", "kofi")


def in_the_evening(story: Story) -> None:
    """Being shaped: Samina proposes it, Ray asks something, and what Gwen suggested on the phone is taken up."""
    proposal = story.propose(
        -6,
        "samina",
        "Can a break start on a weekday evening?",
        "Breaks start on any day, also in the evening.",
        "My sister is home from six. That is when she could go.",
    )
    story.remark(-5, proposal, "ray", ProposalRemark.Kind.QUESTION, words="Would the bus still run?")
    other = "Breaks start on any day, also in the evening. Whoever comes into the home has been there before."
    gwens = story.remark(
        -4, proposal, "gwen", ProposalRemark.Kind.CHANGE, words=other, why="A stranger at night would frighten me."
    )
    story.change_proposal(-3, proposal, other, takes_up=gwens, how="Gwen’s sentence is in now, word for word.")
    notice = "I would work an evening for this, if I know it a week before."
    story.remark(-2, proposal, "kofi", ProposalRemark.Kind.REACTION, words=notice)
