"""A paper is read as it is built, whatever it is written in, and Markdown keeps all of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from kitchentable.words.formats.paper import Paper, levelled
from kitchentable.words.formats.read import read_markdown, to_markdown
from kitchentable.words.tests.papers import papers

pytestmark = pytest.mark.one_database


@given(papers())
@settings(max_examples=300, deadline=None)
def test_markdown_of_any_paper_reads_back_as_the_same_paper(paper: Paper) -> None:
    again = read_markdown(to_markdown(paper))
    assert again == paper
    assert levelled(again.blocks) == again.blocks
