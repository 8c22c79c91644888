"""Known elections, with the figures that were published. Options are numbered as they stand here."""

from decisions.methods import Ballot


def ranked(*rows: tuple[int, str]) -> list[Ballot]:
    """Ballots from (how many people, their order as digits)."""
    return [Ballot(tuple(int(digit) for digit in order), people=people) for people, order in rows]


# Borda's own example of 1784: 21 people, and the one whom most put first is the one whom most put last.
BORDA_1784 = ranked((1, "123"), (7, "132"), (7, "231"), (6, "321"))

# Condorcet's example of a circle: 60 people, each option loses to another.
CONDORCET_1785 = ranked((23, "123"), (17, "231"), (2, "213"), (10, "312"), (8, "321"))

# The textbook choice of a capital for Tennessee: Memphis, Nashville, Chattanooga, Knoxville.
TENNESSEE = ranked((42, "1234"), (26, "2341"), (15, "3421"), (17, "4321"))

# The mayor of Burlington, Vermont, 2009, when three were left: Montroll, Kiss, Wright (Gierzynski and others; Olson).
BURLINGTON_2009 = ranked(
    (1332, "123"),
    (767, "132"),
    (455, "1"),
    (2043, "213"),
    (371, "231"),
    (568, "2"),
    (1513, "312"),
    (495, "321"),
    (1289, "3"),
)

# Alaska's seat in Congress, August 2022: Begich, Palin, Peltola (Graham-Squire and McCune).
ALASKA_2022 = ranked(
    (27053, "12"),
    (15467, "13"),
    (11290, "1"),
    (34049, "21"),
    (3652, "23"),
    (21272, "2"),
    (47407, "31"),
    (4645, "32"),
    (23747, "3"),
)
