"""Lists of people in spreadsheets: what the file says, which column means what, and what would become of each row.

Nothing in here writes to the database; `projects/actions/imports.py` does.
"""
