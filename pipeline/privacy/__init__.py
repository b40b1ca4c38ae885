"""Personal details in free text: recognised by their form, redacted on the way in, looked for on the way out.

Belongs here: pure functions over texts and published files. Does not: columns that are dropped whole, which
the definition names (`identifiers`), and pseudonyms.
"""
