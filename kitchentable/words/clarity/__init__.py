"""The clarity check: plain Python, no Django, no database below this folder.

Start in `check.py`: a file becomes a `Source` (files.py: text, blocks, what is wrong in its structure), parts that are nobody's
business are left out (unchecked.py: quotes, addresses, code), sentences get their places (sentences.py), and each finder adds its findings.
Offsets count characters of `Source.text`; `text[start:end] == finding.text` holds for every finding.
"""
