"""Which floor answers which address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kitchentable.site.health import health

handler400 = "kitchentable.site.errors.refused"
handler403 = "kitchentable.ui.errors.permission_denied"
handler404 = "kitchentable.ui.errors.not_found"
handler500 = "kitchentable.site.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("", include("kitchentable.ui.urls")),
    path("", include("kitchentable.record.urls")),
    path("", include("kitchentable.people.urls")),
    path("", include("kitchentable.works.urls")),
    path("", include("kitchentable.words.urls")),
    path("", include("kitchentable.seats.urls")),
    path("", include("kitchentable.gatherings.urls")),
    path("", include("kitchentable.voices.urls")),
    path("", include("kitchentable.ties.urls")),
    path("", include("kitchentable.home.urls")),
]
