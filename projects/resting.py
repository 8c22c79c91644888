"""Who is on a break, as a part of SQL of our own; querysets ask `Membership.objects.active(now)`."""


def on_a_break(seat: str, moment: str = "%(now)s") -> str:
    """A condition that holds where the membership under that name in a query is on a break at that moment."""
    return f"""EXISTS (
        SELECT FROM projects_membershippause AS pause
        WHERE pause.membership_id = {seat}.id AND pause.began_at <= {moment}
            AND COALESCE(LEAST(pause.until, pause.ended_at), 'infinity') > {moment}
    )"""
