"""Addresses for the messages that people must tell themselves, and for a person's own export and erasure."""

from django.urls import path

from kitchentable.people.views import messages, mine

urlpatterns = [
    path("office/messages/", messages.messages, name="messages"),
    path("office/messages/<slug:key>/", messages.message, name="message"),
    path("office/messages/<slug:key>/letter/", messages.letter, name="message_letter"),
    path("me/export/", mine.export, name="export"),
    path("me/export/data.json", mine.export_json, name="export_json"),
    path("me/erase/", mine.erase, name="erase"),
]
