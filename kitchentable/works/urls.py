"""Pages of a piece of work for those who lead it; and the ladder."""

from django.urls import path

from kitchentable.works import views

app_name = "works"
urlpatterns = [
    path("office/works/new/", views.start, name="start"),
    path("office/works/<slug:slug>/", views.change, name="change"),
    path("office/works/<slug:slug>/people/", views.roles, name="roles"),
    path("works/<slug:slug>/ladder/", views.felt, name="felt"),
]
