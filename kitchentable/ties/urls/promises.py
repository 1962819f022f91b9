"""Addresses: promises."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import promises, promises_asked, promises_office

urlpatterns: list[URLPattern] = [
    path("promises/", promises.all_promises, name="all_promises"),
    path("works/<slug:slug>/promises/", promises.of_work, name="promises"),
    path("promises/<slug:promise>/", promises.one, name="one_promise"),
    path("promises/<slug:promise>/answer/", promises_asked.answer, name="anew_answer"),
    path("promises/agree/<slug:anew>/<str:token>/", promises_asked.link, name="anew_link"),
    path("me/promises/", promises.to_me, name="promises_to_me"),
    path("office/promises/", promises_office.mine, name="my_promises"),
    path("office/promises/<slug:promise>/kept/", promises_office.kept, name="promise_kept"),
    path("office/promises/<slug:promise>/not-kept/", promises_office.not_kept, name="promise_not_kept"),
    path("office/promises/<slug:promise>/anew/", promises_office.anew, name="promise_anew"),
    path("office/promises/<slug:promise>/hand-on/", promises_office.hand_on, name="promise_hand_on"),
    path("office/promises/<slug:promise>/said/", promises_asked.said_for, name="anew_said_for"),
    path("office/works/<slug:slug>/decisions/<int:number>/promises/", promises_office.decided, name="decided"),
]
