"""Files of many: bringing in and taking out."""

from django.urls import path

from kitchentable.voices.views import imports

urlpatterns = [
    path("office/works/<slug:slug>/import/", imports.import_file, name="import_file"),
    path("office/works/<slug:slug>/import/<str:key>/", imports.import_run, name="import_run"),
    path("office/works/<slug:slug>/import/<str:key>/start/", imports.import_start, name="import_start"),
    path("office/works/<slug:slug>/import/<str:key>/stop/", imports.import_stop, name="import_stop"),
    path("office/works/<slug:slug>/import/<str:key>/refused/", imports.import_refused, name="import_refused"),
    path("office/works/<slug:slug>/export/<str:kind>/", imports.export, name="export"),
]
