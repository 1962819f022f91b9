"""Planning: purpose, day, place, who comes, what fits, the agenda from both sides."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import again, agenda, fitting, papers, planning, who

urlpatterns: list[URLPattern] = [
    path("office/gatherings/", planning.office, name="office"),
    path("office/gatherings/new/", planning.new, name="new"),
    path("office/hard-days/", again.hard_days, name="hard_days"),
    path("office/gatherings/<slug:gathering>/", planning.plan, name="plan"),
    path("office/gatherings/<slug:gathering>/change/", planning.change, name="change"),
    path("office/gatherings/<slug:gathering>/who/", who.who, name="who"),
    path("office/gatherings/<slug:gathering>/fit/", fitting.fit, name="fit"),
    path("office/gatherings/<slug:gathering>/agenda/", agenda.agenda, name="agenda"),
    path("office/gatherings/<slug:gathering>/papers/", papers.papers, name="papers"),
    path("office/gatherings/<slug:gathering>/confirm/", planning.confirm, name="confirm"),
    path("office/gatherings/<slug:gathering>/cancel/", planning.cancel, name="cancel"),
    path("office/gatherings/<slug:gathering>/copy/", again.copy, name="copy"),
    path("gatherings/<slug:invitation>/bring/", agenda.bring, name="bring"),
]
