"""Addresses of the table and its seats."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.seats.views import table

urlpatterns: list[URLPattern] = [
    path("office/works/<slug:slug>/table/", table.table, name="table"),
    path("office/works/<slug:slug>/table/give/", table.seat_give, name="seat_give"),
    path("office/works/<slug:slug>/left/", table.left, name="left"),
    path("office/seats/<slug:seat>/stand-in/", table.stand_in, name="stand_in"),
    path("seats/<slug:seat>/end/", table.seat_end, name="seat_end"),
    path("me/seats/", table.mine, name="mine"),
]
