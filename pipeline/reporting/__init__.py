"""Reports: from marts to printed tables, the report tree, and a release of files.

Belongs here: what a report says and shows. Statistics are computed before, and layout is in `rendering`.
"""
