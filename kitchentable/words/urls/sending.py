"""Addresses of sending papers, and of what a person has to read."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.words.views import my_papers, sending

urlpatterns: list[URLPattern] = [
    path("office/papers/<slug:document>/send/", sending.send, name="send"),
    path("office/papers/<slug:document>/sent/", sending.sent, name="sent"),
    path("office/papers/<slug:document>/sent/<slug:sent>/", sending.sent_one, name="sent_one"),
    path("me/papers/", my_papers.my_papers, name="my_papers"),
    path("me/papers/<slug:sent>/ask/", my_papers.one_more, name="one_more"),
    path("me/papers/<slug:sent>/read/", my_papers.have_read, name="have_read"),
]
