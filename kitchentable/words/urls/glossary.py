"""Addresses of the glossary and what people ask about words."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.words.views import ask_office, asking, clear, glossary, glossary_office

urlpatterns: list[URLPattern] = [
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/export.csv", glossary.take_out, name="terms_export"),
    path("glossary/ask/", asking.ask, name="ask"),
    path("glossary/asked/", asking.asked_find, name="asked_find"),
    path("glossary/asked/<slug:ask>/", asking.asked, name="asked"),
    path("glossary/<slug:term>/", glossary.term, name="term"),
    path("glossary/<slug:term>/listen/", glossary.term_audio, name="term_audio"),
    path("office/glossary/", glossary_office.office, name="glossary_office"),
    path("office/glossary/add/", glossary_office.term_add, name="term_add"),
    path("office/glossary/confirm/", glossary_office.confirm, name="term_confirm"),
    path("office/glossary/bring-in/", glossary_office.bring_in, name="terms_import"),
    path("office/glossary/lists/", glossary_office.lists, name="lists"),
    path("office/glossary/lists/<slug:word>/", glossary_office.list_row, name="list_row"),
    path("office/glossary/asks/for/", ask_office.ask_for, name="ask_for"),
    path("office/glossary/asks/<slug:ask>/", ask_office.answer, name="answer_ask"),
    path("office/glossary/asks/<slug:ask>/pass/", ask_office.pass_on, name="pass_ask"),
    path("office/glossary/terms/<slug:term>/change/", glossary_office.term_change, name="term_change"),
    path("office/glossary/terms/<slug:term>/end/", glossary_office.term_end, name="term_end"),
    path("how-clear/", clear.clear_numbers, name="clear_numbers"),
    path("office/how-clear/", clear.clear_office, name="clear_office"),
]
