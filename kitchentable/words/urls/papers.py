"""Addresses of papers, their versions, the check beside the text, and words that stay."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.words.views import checks, our_words, papers

urlpatterns: list[URLPattern] = [
    path("office/works/<slug:slug>/papers/", papers.office_papers, name="office_papers"),
    path("office/works/<slug:slug>/papers/new/", papers.paper_new, name="paper_new"),
    path("office/papers/<slug:document>/", papers.office_paper, name="office_paper"),
    path("office/papers/<slug:document>/write/", papers.write, name="write"),
    path("office/papers/<slug:document>/check/", checks.check, name="check"),
    path("office/papers/<slug:document>/decided/", checks.decided, name="decided"),
    path("office/papers/<slug:document>/summary/", papers.summary, name="summary"),
    path("office/papers/<slug:document>/short/", papers.short, name="short"),
    path("office/papers/<slug:document>/next/", papers.next_version, name="next_version"),
    path("office/words/", our_words.our_words, name="our_words"),
    path("office/words/lists/<slug:words_list>/", our_words.word_list, name="word_list"),
    path("office/words/advice/", our_words.advice, name="advice"),
]
