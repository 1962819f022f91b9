"""Every format of one paper: plain Python, no Django, no database below this folder.

A file becomes a `Paper` (read.py), a paper becomes files (make.py: one writer for each kind), and each file is read back and
checked before it is called ready (`Made.checks`). A house without the fonts, voices or braille tables still makes the rest:
`make.can_make(kind)` says what is missing and what that costs.
"""
