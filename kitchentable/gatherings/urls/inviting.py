"""Invitations: what is sent, what is replied, the calendar, the sheet of what will happen."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import inviting, linking, sending

urlpatterns: list[URLPattern] = [
    path("gatherings/", inviting.mine, name="mine"),
    path("gatherings/<slug:invitation>/", inviting.invitation, name="invitation"),
    path("gatherings/<slug:invitation>/calendar.ics", inviting.calendar, name="calendar"),
    path("gatherings/<slug:invitation>/sheet/", inviting.sheet, name="sheet"),
    path("gatherings/<slug:invitation>/go-ahead/<slug:need>/", inviting.go_ahead, name="go_ahead"),
    path("gatherings/<slug:invitation>/link/<str:token>/", linking.link, name="invitation_link"),
    path("office/gatherings/<slug:gathering>/send/", sending.send, name="send"),
    path("office/gatherings/<slug:gathering>/replies/<slug:invitation>/", sending.reply_for, name="reply_for"),
]
