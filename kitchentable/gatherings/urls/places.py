"""Places: facts, photos, the way there."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.gatherings.views import places, places_office, places_rows

urlpatterns: list[URLPattern] = [
    path("places/", places.places, name="places"),
    path("places/<slug:place>/", places.place, name="place"),
    path("places/<slug:place>/photos/<slug:photo>/", places.photo, name="place_photo"),
    path("office/places/new/", places_office.new, name="place_new"),
    path("office/places/import/", places_rows.bring_in, name="places_import"),
    path("office/places/export.csv", places_rows.take_out, name="places_export"),
    path("office/places/<slug:place>/", places_office.change, name="place_change"),
    path("office/places/<slug:place>/facts/", places_office.facts, name="place_facts"),
    path("office/places/<slug:place>/photos/", places_office.photos, name="place_photos"),
    path("office/places/<slug:place>/remove/", places_office.remove, name="place_remove"),
]
