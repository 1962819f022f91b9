"""Addresses around supporters, a word to us alone, and help with one decision."""

from django.urls import path

from kitchentable.people.views import alone, deciding, support_office, supporters, supporting

urlpatterns = [
    path("me/supporters/", supporters.supporters, name="supporters"),
    path("me/supporters/<slug:key>/", supporting.support, name="support"),
    path("me/supporters/<slug:key>/opened/", supporting.opened, name="opened"),
    path("me/for/<slug:key>/", supporting.for_them, name="for_them"),
    path("me/for/<slug:key>/<slug:scope>/", supporting.door, name="door"),
    path("me/alone/", alone.alone, name="alone"),
    path("me/deciding/", deciding.deciding, name="deciding"),
    path("office/alone/", alone.alone_office, name="alone_office"),
    path("office/alone/<slug:key>/", alone.alone_with, name="alone_with"),
    path("office/people/<slug:key>/alone/", alone.alone_for, name="alone_for"),
    path("office/people/<slug:key>/deciding/", deciding.deciding_for, name="deciding_for"),
    path("office/people/<slug:key>/supporters/<slug:supporter>/", support_office.support_for, name="support_for"),
    path("office/people/<slug:key>/supporters/<slug:supporter>/opened/", support_office.opened_for, name="opened_for"),
]
