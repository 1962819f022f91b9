"""Reports: what was counted in a span of time, frozen as it stood, with the words that people wrote beside it.

`gather.py` counts (only what everyone may read), `kinds.py` says which parts a report has, `facts.py` is what is kept,
`files.py` makes each format. Nothing here writes a sentence about what the numbers mean: people do.
"""
