"""Which floor answers which address."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from kitchentable.site.health import health

handler400 = "kitchentable.ui.errors.bad_request"
handler403 = "kitchentable.ui.errors.permission_denied"
handler404 = "kitchentable.ui.errors.not_found"
handler500 = "kitchentable.site.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    *(
        path("", include(f"kitchentable.{floor}.urls"))
        for floor in ("ui", "record", "people", "works", "voices", "home")
        if find_spec(f"kitchentable.{floor}") and find_spec(f"kitchentable.{floor}.urls")
    ),
]
