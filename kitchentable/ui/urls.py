"""Addresses of the ui floor."""

from django.urls import path

from kitchentable.ui import views

app_name = "ui"

urlpatterns = [
    path("look/", views.look, name="look"),
    path("look/pieces/", views.pieces, name="pieces"),
]
