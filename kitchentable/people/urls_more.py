"""Addresses for the messages that people must tell themselves, for a person's own export and erasure, and for what works for people."""

from django.urls import path

from kitchentable.people.views import access, messages, mine, need_voice, needs, needs_for

urlpatterns = [
    path("office/messages/", messages.messages, name="messages"),
    path("office/messages/<slug:key>/", messages.message, name="message"),
    path("office/messages/<slug:key>/letter/", messages.letter, name="message_letter"),
    path("me/export/", mine.export, name="export"),
    path("me/export/data.json", mine.export_json, name="export_json"),
    path("me/erase/", mine.erase, name="erase"),
    path("me/works-for-me/", needs.works_for_me, name="works_for_me"),
    path("me/works-for-me/add/", needs.add, name="need_add"),
    path("me/works-for-me/<slug:need>/", needs.need, name="need"),
    path("me/works-for-me/<slug:need>/recording/", need_voice.recording, name="need_recording"),
    path("me/works-for-me/<slug:need>/<slug:step>/", needs.need_step, name="need_step"),
    path("me/looks/", needs.looks, name="looks"),
    path("office/people/<slug:key>/needs/", needs_for.needs_for, name="needs_for"),
    path("office/access/", access.report, name="access"),
    path("office/access/export/", access.report_csv, name="access_csv"),
]
