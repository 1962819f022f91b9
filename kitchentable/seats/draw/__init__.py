"""Fair selection (sortition): who gets a seat when more people offer than there are seats. Plain Python, no Django below this folder.

Start in `whole.py`: a task (task.py) becomes kinds of people and rows (kinds.py); a method finds the chances (leximin.py, others.py);
exact.py proves that panels can give them; lottery.py makes the list of 1,000 panels; the seed picks one of them.
"""
