"""topline: recurring surveys, from the raw export to the published report."""
