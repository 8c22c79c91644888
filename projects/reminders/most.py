"""How many of each kind of waiting thing Home asks for: it shows the first five, and whether there is more."""

MOST = 6
