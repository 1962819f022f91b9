"""Addresses: learning, confidence, and how long people have worked together."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import confidence, learning, learning_office, years

urlpatterns: list[URLPattern] = [
    path("learning/", learning.learning_all, name="learning_all"),
    path("learning/suggest/", learning.suggest, name="learning_suggest"),
    path("learning/<slug:learning>/", learning.learning, name="learning"),
    path("learning/<slug:learning>/take/", learning.take, name="learning_take"),
    path("learning/<slug:learning>/give-back/", learning.give_back, name="learning_back"),
    path("learning/<slug:learning>/after/", learning.after, name="learning_after"),
    path("learning/<slug:learning>/people/", learning_office.people, name="learning_people"),
    path("me/learning/", learning.mine, name="my_learning"),
    path("me/confidence/", confidence.confidence, name="confidence"),
    path("me/confidence/asking/", confidence.stop, name="confidence_stop"),
    path("office/learning/", learning_office.office, name="learning_office"),
    path("office/learning/new/", learning_office.new, name="learning_new"),
    path("office/learning/<slug:learning>/change/", learning_office.change, name="learning_change"),
    path("office/learning/<slug:learning>/end/", learning_office.end, name="learning_end"),
    path("office/learning/<slug:learning>/for/", learning_office.for_somebody, name="learning_for"),
    path("office/confidence/", confidence.confidence_for, name="confidence_for"),
    path("works/<slug:slug>/years/", years.years, name="years"),
]
