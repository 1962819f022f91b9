"""How this person wants pages to look: kept in cookies, put on <html> by the server."""

from __future__ import annotations

from django.http import HttpRequest

CHOICES = {"look": ("light", "dark"), "text": ("large",), "space": ("wide",)}


def look(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Context: {"look": {"look": "dark", "text": "large", "space": ""}} with only known values."""
    found = {name: request.COOKIES.get(f"kt_{name}", "") for name in CHOICES}
    return {"look": {name: value if value in CHOICES[name] else "" for name, value in found.items()}}
