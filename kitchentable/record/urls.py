"""The record's addresses."""

from django.urls import path

from kitchentable.record import views

app_name = "record"
urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/head.txt", views.head, name="head"),
]
