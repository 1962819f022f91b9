"""Addresses of calls and offers."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.seats.views import call_papers, calls, fairness, offering, offers, offers_import, public_calls

urlpatterns: list[URLPattern] = [
    path("calls/", public_calls.calls, name="calls"),
    path("calls/<slug:call>/", public_calls.call, name="call"),
    path("calls/<slug:call>/paper/", public_calls.call_paper, name="call_paper"),
    path("calls/<slug:call>/offer/", offering.offer, name="offer"),
    path("offers/<slug:offer>/answers/", offering.offer_answers, name="offer_answers"),
    path("offers/<slug:offer>/receipt/", offering.receipt, name="receipt"),
    path("offers/<slug:offer>/take-back/", offering.take_back, name="take_back"),
    path("me/offers/<slug:offer>/", offering.my_offer, name="my_offer"),
    path("office/works/<slug:slug>/calls/", calls.office_calls, name="office_calls"),
    path("office/works/<slug:slug>/calls/new/", calls.call_new, name="call_new"),
    path("office/calls/<slug:call>/", calls.office_call, name="office_call"),
    path("office/calls/<slug:call>/papers/", call_papers.call_papers, name="call_papers"),
    path("office/calls/<slug:call>/change/", calls.call_edit, name="call_edit"),
    path("office/calls/<slug:call>/fair/", fairness.fairness_edit, name="fairness_edit"),
    path("office/calls/<slug:call>/fairness/", fairness.fairness, name="fairness"),
    path("office/calls/<slug:call>/offers/", offers.offers, name="offers"),
    path("office/calls/<slug:call>/offers/new/", offers.offer_for, name="offer_for"),
    path("office/calls/<slug:call>/offers/import/", offers_import.offers_import, name="offers_import"),
    path("office/offers/<slug:offer>/", offers.office_offer, name="office_offer"),
    path("office/offers/<slug:offer>/answers/", offers.office_answers, name="office_answers"),
    path("office/offer-files/<slug:file>/", offers_import.offers_file, name="offers_file"),
    path("office/offer-files/<slug:file>/refused/", offers_import.offers_refused, name="offers_refused"),
]
