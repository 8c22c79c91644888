"""A spreadsheet on its way into a project: read, understood, shown, and brought in whole or not at all."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from participants.actions import channel_for
from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions.invitations import send_invitations
from projects.actions.ledger import write_history
from projects.actions.partners import Invitee, bring_in, lock
from projects.models import Membership, PartnerImport, Project
from projects.spreadsheet import groups as guessing
from projects.spreadsheet.columns import guess_columns, guess_heading
from projects.spreadsheet.plan import Row, plan_of
from projects.spreadsheet.reading import read_sheet, refuse_other_kinds


def start_import(project: Project, data: bytes, file_name: str, *, by: Person, now: dt.datetime) -> PartnerImport:
    """Read a file and guess what its columns mean. Raises Refused where it can't be read."""
    refuse_other_kinds(file_name)
    sheet = read_sheet(data)
    heading = guess_heading(sheet.rows)
    return PartnerImport.objects.create(
        project=project,
        made_by=by,
        made_at=now,
        file_name="".join(sign for sign in file_name if sign.isprintable())[:200] or "-",
        sheet=sheet.name,
        other_sheets=list(sheet.others)[:20],
        rows=sheet.rows,
        heading=heading,
        columns=guess_columns(sheet.rows, heading),
    )


def choose_heading(table: PartnerImport, heading: int) -> None:
    """Another row has the headings, so the columns are guessed anew."""
    table.heading = heading
    table.columns = guess_columns(table.rows, heading)
    table.step = PartnerImport.Step.COLUMNS
    table.save(update_fields=["heading", "columns", "step"])


def choose_columns(table: PartnerImport, columns: Mapping[str, int]) -> None:
    """Settle what each column means, and guess what the words in the group column mean."""
    table.columns = dict(columns)
    words = group_words(table)
    if len(words) > guessing.MOST:
        raise Refused(
            _("The column for the group has %(count)s different words in it. Is it the right one?")
            % {"count": len(words)}
        )
    groups = list(table.project.groups.all())
    table.groups = {word: table.groups.get(word) or guessing.guess_group(word, groups) for word in words}
    table.step = PartnerImport.Step.GROUPS
    table.save(update_fields=["columns", "groups", "step"])


def group_words(table: PartnerImport) -> dict[str, tuple[str, int]]:
    """The different words for groups, as in `words_in`. Without such a column all rows have the word ""."""
    place = table.columns.get("group")
    rows = [row for row in table.rows[table.heading :] if row]
    return guessing.words_in(row[place] if place is not None and place < len(row) else "" for row in rows)


def choose_groups(table: PartnerImport, groups: Mapping[str, str]) -> None:
    table.groups = dict(groups)
    table.step = PartnerImport.Step.PREVIEW
    table.save(update_fields=["groups", "step"])


@transaction.atomic
def commit_import(table: PartnerImport, *, invite: bool, by: Person, now: dt.datetime) -> PartnerImport:
    """Bring in everybody whom the plan lets join, with or without an invitation. Done twice, it is done once."""
    lock(table.project)
    held = PartnerImport.objects.select_for_update(of=("self",)).select_related("project__organisation")
    table = held.filter(pk=table.pk).first() or forgotten()
    if table.done_at is not None:
        return table
    if table.step != PartnerImport.Step.PREVIEW:
        raise Refused(_("Please check the columns and the groups first."))
    plan = plan_of(table, by=by)
    memberships = bring_in(table.project, [invitee_of(row) for row in plan.joining], by=by, now=now)
    if memberships:
        about, count = f"project:{table.project.pk}", len(memberships)
        write_history(table.project, "partners_imported", about, by=by, now=now, count=count)
    if invite and memberships:
        send_invitations(memberships, by=by, now=now)
    table.result = {**plan.counts, "invited": len(memberships) if invite else 0, **by_hand(memberships)}
    table.rows, table.groups, table.done_at, table.done_by = [], {}, now, by
    table.save(update_fields=["result", "rows", "groups", "done_at", "done_by"])
    return table


def by_hand(memberships: Sequence[Membership]) -> dict[str, int]:
    """How many are asked by "post" and by "call": these invitations wait for a facilitator to bring them."""
    ways = Counter(each.only_by or channel_for(each.person) for each in memberships)
    return {"post": ways[Message.Channel.LETTER], "call": ways[Message.Channel.CALL]}


def forgotten() -> NoReturn:
    """Somebody stopped it in another window a moment ago."""
    raise Refused(_("This file was forgotten meanwhile, and nobody was brought in. Choose it again."))


def invitee_of(row: Row) -> Invitee:
    assert row.group is not None  # noqa: S101 (a row without one has a problem and does not join)
    return Invitee(
        name=row.name,
        group=row.group,
        email=row.email,
        phone=row.phone,
        address=row.address,
        reach_by=row.reach_by,
        language=row.language,
        needs=row.needs,
    )


def discard_import(table: PartnerImport) -> None:
    """Forget the file and all that stood in it."""
    PartnerImport.objects.filter(pk=table.pk, done_at=None).delete()


def forget_imports(now: dt.datetime) -> int:
    """Forget what nobody finished within a day. Returns how many they were."""
    return PartnerImport.objects.forgotten(now).delete()[0]
