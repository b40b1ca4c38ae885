"""A report tree, and the writers that turn it into files that people read.

What belongs here: the tree of a finished report (`tree`), the only number and date formatter (`numbers`),
the fixed words of both languages (`language`), the computed sentences (`findings`), and one package a
format (`html`, `pdf`, `xlsx`) that lays the tree out. What does not: computing, weighting, testing or
suppressing a number, and anything that is true of one survey only. All of that happens before the tree.
"""
