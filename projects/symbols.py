"""The pictures that can stand beside Easy Read words, and which of them fit a line.

They are drawings of OpenMoji, https://openmoji.org, under CC BY-SA 4.0. `static/src/build.mjs` takes those that
`static/src/symbols.json` names from an npm package; a test holds that these are the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MOST_FOUND = 6  # pictures offered for one line
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True)
class Symbol:
    """`label` says what one sees; `words` are further English words that it fits."""

    key: str
    label: Promise | str
    words: frozenset[str]

    @property
    def url(self) -> str:
        return static(f"symbols/{self.key}.svg")


def symbol(key: str, label: Promise | str, words: str) -> Symbol:
    return Symbol(key, label, frozenset(words.split()))


SYMBOLS: dict[str, Symbol] = {
    each.key: each
    for each in (
        symbol("person", _("a person"), "person someone somebody you anyone individual"),
        symbol(
            "busts-in-silhouette", _("people"), "people persons group everyone everybody partners team members us we"
        ),
        symbol("people-holding-hands", _("two people together"), "together friend friends support companion both"),
        symbol("people-hugging", _("people hugging"), "hug kind care comfort love close"),
        symbol("family", _("a family"), "family relatives"),
        symbol("baby", _("a baby"), "baby birth born newborn"),
        symbol("child", _("a child"), "child children kid young"),
        symbol("boy", _("a boy"), "boy son"),
        symbol("girl", _("a girl"), "girl daughter"),
        symbol("man", _("a man"), "man men he father dad husband"),
        symbol("woman", _("a woman"), "woman women she mother mum wife"),
        symbol("older-person", _("an older person"), "older old elderly age pension grandparent"),
        symbol("pregnant-woman", _("a pregnant woman"), "pregnant maternity"),
        symbol("person-in-manual-wheelchair", _("a person in a wheelchair"), "wheelchair disabled disability mobility"),
        symbol("person-in-motorized-wheelchair", _("a person in a powered wheelchair"), "powered"),
        symbol("manual-wheelchair", _("a wheelchair"), "chair"),
        symbol("wheelchair-symbol", _("accessible"), "accessible access step-free"),
        symbol("person-with-white-cane", _("a person with a white cane"), "blind sight vision"),
        symbol("white-cane", _("a white cane"), "cane"),
        symbol("guide-dog", _("a guide dog"), "guide"),
        symbol("service-dog", _("an assistance dog"), "assistance"),
        symbol("deaf-person", _("a deaf person"), "deaf sign language bsl interpreter"),
        symbol("ear-with-hearing-aid", _("a hearing aid"), "hearing aid loop"),
        symbol("ear", _("an ear"), "ear hear listen listens listening listened"),
        symbol("eye", _("an eye"), "eye see look seen watch"),
        symbol("eyes", _("eyes looking"), "looking look check review"),
        symbol("glasses", _("glasses"), "glasses read"),
        symbol("mouth", _("a mouth"), "mouth say"),
        symbol("brain", _("a brain"), "brain mind memory mental dementia learning"),
        symbol("red-heart", _("a heart"), "heart love like health"),
        symbol("heart-hands", _("hands that make a heart"), "thank thanks"),
        symbol("broken-heart", _("a broken heart"), "hurt loss lost grief"),
        symbol(
            "people-dialogue",
            _("people talking"),
            "talk talks talking discuss conversation meeting meet meetings session sessions workshop",
        ),
        symbol("speech-balloon", _("a speech bubble"), "speak speech comment word words tell told"),
        symbol("chats", _("two speech bubbles"), "chat answer reply respond"),
        symbol("thought-balloon", _("a thought bubble"), "think thought thinking idea imagine"),
        symbol("thinking-face", _("somebody who thinks"), "wonder unsure decide decision choose choice choices"),
        symbol("interview", _("an interview"), "interview questions ask asked asks"),
        symbol("speaking-head", _("somebody who speaks"), "speaker voice said says"),
        symbol("megaphone", _("a megaphone"), "announce news public campaign"),
        symbol("raising-hands", _("raised hands"), "celebrate hooray"),
        symbol("person-raising-hand", _("somebody who raises a hand"), "volunteer hand part"),
        symbol("raised-hand", _("a raised hand"), "stop wait"),
        symbol("handshake", _("a handshake"), "agree agreed agreement deal together"),
        symbol("collaboration", _("working together"), "work together co-production partnership"),
        symbol("help-others", _("helping"), "help helps helping helped support supports supporter carer carers"),
        symbol("open-hands", _("open hands"), "offer give giving"),
        symbol("folded-hands", _("folded hands"), "please"),
        symbol("clapping-hands", _("clapping"), "well done"),
        symbol("thumbs-up", _("a thumb up"), "yes good ok fine right"),
        symbol("thumbs-down", _("a thumb down"), "no bad wrong"),
        symbol("backhand-index-pointing-right", _("a finger pointing right"), "next this"),
        symbol("index-pointing-up", _("a finger pointing up"), "remember important"),
        symbol("writing-hand", _("a hand that writes"), "write writes writing wrote sign"),
        symbol("check-mark-button", _("a tick"), "tick done yes finished complete accepted"),
        symbol("cross-mark", _("a cross"), "cross no not never cancel cancelled"),
        symbol("red-question-mark", _("a question mark"), "question questions what why how"),
        symbol("red-exclamation-mark", _("an exclamation mark"), "important must"),
        symbol("warning", _("a warning sign"), "warning careful danger risk"),
        symbol("no-entry", _("no entry"), "forbidden closed"),
        symbol("prohibited", _("not allowed"), "allowed refuse"),
        symbol("information", _("information"), "information leaflet info details"),
        symbol("light-bulb", _("a light bulb"), "ideas idea suggestion suggest new"),
        symbol("puzzle-piece", _("a puzzle piece"), "part problem piece solution"),
        symbol("bullseye", _("a target"), "aim goal target"),
        symbol("trophy", _("a trophy"), "win best"),
        symbol("star", _("a star"), "star favourite special quality"),
        symbol("balance-scale", _("scales"), "fair equal equally rights law"),
        symbol("ballot-box-with-ballot", _("a ballot box"), "vote voting count"),
        symbol("judge", _("a judge"), "judge court legal"),
        symbol("scroll", _("a scroll"), "rules terms policy"),
        symbol("clipboard", _("a clipboard"), "plan form list record assessment"),
        symbol("patient-clipboard", _("notes about a patient"), "patient notes"),
        symbol("memo", _("a note with a pencil"), "note notes record written"),
        symbol("page-facing-up", _("a page"), "page document documents paper papers letter"),
        symbol("open-book", _("an open book"), "book read reading learn"),
        symbol("newspaper", _("a newspaper"), "newsletter"),
        symbol("envelope", _("a letter"), "letter post letters mail"),
        symbol("e-mail", _("an email"), "email emails"),
        symbol("postbox", _("a postbox"), "send sent"),
        symbol("package", _("a parcel"), "parcel pack box deliver"),
        symbol("telephone", _("a telephone"), "telephone phone call ring phoned"),
        symbol("mobile-phone", _("a mobile phone"), "mobile text app message"),
        symbol("laptop", _("a laptop"), "laptop online computer internet website"),
        symbol("printer", _("a printer"), "print printed"),
        symbol("video-camera", _("a video camera"), "video"),
        symbol("camera", _("a camera"), "photo picture"),
        symbol("globe-with-meridians", _("the internet"), "web world"),
        symbol("wifi", _("wireless internet"), "wifi connection"),
        symbol("calendar", _("a calendar"), "calendar date dates day days month months week weeks"),
        symbol("tear-off-calendar", _("a day in the calendar"), "today days weeks months"),
        symbol("mantelpiece-clock", _("a clock"), "clock time hour hours"),
        symbol("alarm-clock", _("an alarm clock"), "early wake remind reminder"),
        symbol("stopwatch", _("a stopwatch"), "quick quickly fast minutes"),
        symbol("hourglass-not-done", _("an hourglass"), "wait waiting late long slow delay"),
        symbol("sunrise", _("the morning"), "morning start begin"),
        symbol("sun", _("the sun"), "sun summer daytime weather"),
        symbol("crescent-moon", _("the moon"), "night evening overnight sleep"),
        symbol("snowflake", _("a snowflake"), "cold winter"),
        symbol("umbrella-with-rain-drops", _("rain"), "rain wet"),
        symbol("fire", _("a fire"), "fire hot"),
        symbol("house", _("a house"), "house home live lives living"),
        symbol("house-with-garden", _("a house with a garden"), "garden housing"),
        symbol("cityscape", _("a city"), "city town"),
        symbol("office-building", _("an office"), "office council company organisation"),
        symbol("classical-building", _("a public building"), "government authority parliament"),
        symbol("school", _("a school"), "school college education"),
        symbol("hospital", _("a hospital"), "hospital ward clinic"),
        symbol("convenience-store", _("a shop"), "shop shopping store"),
        symbol("church", _("a church"), "church faith religion"),
        symbol("place-of-worship", _("a place to pray"), "pray worship"),
        symbol("national-park", _("a park"), "park outside nature"),
        symbol("deciduous-tree", _("a tree"), "tree green"),
        symbol("seedling", _("a small plant"), "grow growing begin"),
        symbol("bed", _("a bed"), "bed sleep rest room"),
        symbol("person-in-bed", _("a person in bed"), "rest ill"),
        symbol("couch-and-lamp", _("a sofa"), "sofa relax break breaks comfortable"),
        symbol("door", _("a door"), "door open enter"),
        symbol("key", _("a key"), "key"),
        symbol("locked", _("a lock"), "lock private confidential safe secret secure"),
        symbol("unlocked", _("an open lock"), "open"),
        symbol("shield", _("a shield"), "protect safe safeguarding safety"),
        symbol("shower", _("a shower"), "shower"),
        symbol("toilet", _("a toilet"), "toilet"),
        symbol("restroom", _("toilets"), "toilets"),
        symbol("wash-hands", _("washing hands"), "hands"),
        symbol("broom", _("a broom"), "cleaning housework"),
        symbol("washing-machine", _("a washing machine"), "laundry"),
        symbol("cooking", _("cooking"), "cook cooking meal"),
        symbol("fork-and-knife-with-plate", _("a meal"), "food eat eating lunch dinner meals"),
        symbol("hot-beverage", _("a hot drink"), "tea coffee drink cup break"),
        symbol("tumbler-glass", _("a glass of water"), "water"),
        symbol("red-apple", _("an apple"), "fruit healthy apple"),
        symbol("shopping-cart", _("a shopping trolley"), "buy trolley"),
        symbol("shopping-bags", _("shopping bags"), "bags"),
        symbol("bus", _("a bus"), "bus transport travel"),
        symbol("taxi", _("a taxi"), "taxi"),
        symbol("automobile", _("a car"), "car drive driving"),
        symbol("train", _("a train"), "train"),
        symbol("ambulance", _("an ambulance"), "ambulance emergency urgent"),
        symbol("bicycle", _("a bicycle"), "bicycle cycle bike"),
        symbol("person-walking", _("somebody who walks"), "walk walking go"),
        symbol("person-running", _("somebody who runs"), "run running exercise"),
        symbol("person-swimming", _("somebody who swims"), "swim swimming"),
        symbol("stairway", _("stairs"), "stairs steps step"),
        symbol("elevator", _("a lift"), "lift"),
        symbol("signpost", _("a signpost"), "direction way choices"),
        symbol("world-map", _("a map"), "map"),
        symbol("round-pushpin", _("a pin on a map"), "place where venue"),
        symbol("right-arrow", _("an arrow to the right"), "then next forward after"),
        symbol("left-arrow", _("an arrow to the left"), "back before"),
        symbol("up-arrow", _("an arrow up"), "up more increase better"),
        symbol("down-arrow", _("an arrow down"), "down less fewer reduce"),
        symbol("counterclockwise-arrows-button", _("two arrows in a circle"), "again repeat swap different"),
        symbol("plus", _("a plus sign"), "add more extra plus"),
        symbol("minus", _("a minus sign"), "less without"),
        symbol("chart-increasing", _("a line going up"), "improve improved result results"),
        symbol("bar-chart", _("a chart"), "numbers figures results outcome"),
        symbol("magnifying-glass-tilted-left", _("a magnifying glass"), "search find research look"),
        symbol("money-bag", _("a bag of money"), "money cost costs budget fund funding"),
        symbol("pound-banknote", _("banknotes"), "pound pounds pay paid payment"),
        symbol("credit-card", _("a bank card"), "card"),
        symbol("receipt", _("a receipt"), "receipt bill expenses"),
        symbol("identification-card", _("an identity card"), "identity name"),
        symbol("female-doctor", _("a doctor"), "doctor gp"),
        symbol("health-worker", _("a health worker"), "health staff nurse worker"),
        symbol("female-nurse", _("a nurse"), "nurse nurses"),
        symbol("office-worker", _("an office worker"), "manager commissioner social"),
        symbol("teacher", _("a teacher"), "teacher trainer training"),
        symbol("student", _("a student"), "student"),
        symbol("police-officer", _("a police officer"), "police"),
        symbol("construction-worker", _("a builder"), "builder build repair"),
        symbol("stethoscope", _("a stethoscope"), "check-up medical"),
        symbol("pill", _("a pill"), "medicine pill tablets"),
        symbol("medication", _("medicine"), "medicines medication drugs"),
        symbol("syringe", _("a syringe"), "injection vaccine"),
        symbol("adhesive-bandage", _("a plaster"), "plaster wound"),
        symbol("first-aid-kit", _("a first aid box"), "aid"),
        symbol("clinical-thermometer", _("a thermometer"), "temperature"),
        symbol("face-with-thermometer", _("somebody who is ill"), "ill sick illness unwell"),
        symbol("headache", _("a headache"), "pain headache hurts"),
        symbol("backache", _("back pain"), "ache"),
        symbol("crutches", _("crutches"), "crutches"),
        symbol("hammer-and-wrench", _("tools"), "tools fix mend service services"),
        symbol("gear", _("a cog"), "system settings works working"),
        symbol("toolbox", _("a toolbox"), "toolbox equipment"),
        symbol("smiling-face-with-smiling-eyes", _("a happy face"), "happy glad well"),
        symbol("slightly-smiling-face", _("a smiling face"), "smile pleased"),
        symbol("neutral-face", _("a face that is neither happy nor sad"), "unsure neither"),
        symbol("disappointed-face", _("a disappointed face"), "disappointed unhappy"),
        symbol("crying-face", _("a crying face"), "sad cry upset"),
        symbol("angry-face", _("an angry face"), "angry anger cross complaint complain"),
        symbol("anxious-face-with-sweat", _("a worried face"), "worried worry worries anxious afraid stress"),
        symbol("tired-face", _("a tired face"), "tired worn exhausted"),
        symbol("sleeping-face", _("a sleeping face"), "asleep"),
        symbol("confused-face", _("a confused face"), "confused confusing difficult hard"),
        symbol("relieved-face", _("a calm face"), "calm peaceful quiet"),
        symbol("shushing-face", _("somebody who says hush"), "hush silence silent"),
        symbol("party-popper", _("a party"), "party celebration"),
        symbol("musical-notes", _("music"), "music sing"),
        symbol("artist-palette", _("paint"), "art craft paint"),
        symbol("soccer-ball", _("a ball"), "football sport game play"),
        symbol("dog", _("a dog"), "dog pet"),
        symbol("rainbow", _("a rainbow"), "rainbow hope future"),
        symbol("recycling-symbol", _("recycling"), "recycle"),
        symbol("link", _("a link"), "link linked connect"),
    )
}


def url_of(key: str) -> str:
    """The address of a picture; "" where there is none, or none any more."""
    return SYMBOLS[key].url if key in SYMBOLS else ""


@cache
def drawing_of(key: str) -> str:
    """The picture itself, as SVG, for what is printed; "" where there is none."""
    path = finders.find(f"symbols/{key}.svg") if key in SYMBOLS else None
    return Path(path).read_text() if path else ""


def words_in(line: str) -> list[str]:
    return [word.lower() for word in WORD.findall(line)]


@cache
def labels(_language: str | None) -> dict[str, frozenset[str]]:
    """The words of each label in the active language, for a search."""
    return {key: frozenset(words_in(str(each.label))) for key, each in SYMBOLS.items()}


def found_for(words: str, most: int = MOST_FOUND) -> list[Symbol]:
    """The pictures that fit some words, those for more of them first, then in the order of the words."""
    asked = dict.fromkeys(form for word in words_in(words) for form in forms_of(word))
    places = {word: place for place, word in enumerate(asked)}
    said = labels(get_language())
    scores = {key: hits(each.words | said[key] - SMALL, places) for key, each in SYMBOLS.items()}
    fitting = [key for key, score in scores.items() if score[0]]
    return [SYMBOLS[key] for key in sorted(fitting, key=lambda key: scores[key])[:most]]


# Of labels: these say nothing about what is seen.
SMALL = frozenset(
    ["a", "an", "and", "at", "for", "in", "it", "of", "on", "or", "somebody", "that", "the", "to", "up", "who", "with"]
)


def hits(words: Iterable[str], places: dict[str, int]) -> tuple[int, int]:
    """How many fit, as a number that sorts the most first, and where the first of them stands."""
    found = [places[word] for word in words if word in places]
    return (-len(found), min(found, default=0))


def forms_of(word: str) -> list[str]:
    """ "meetings" also as "meeting"."""
    return [word, word[:-1]] if word.endswith("s") and len(word) > 3 else [word]
