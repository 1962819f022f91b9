"""`GET /health/`: for machines that watch the house. No private facts."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kitchentable import __version__
from kitchentable.people.models import Beat
from kitchentable.policy.marks import public

log = logging.getLogger(__name__)


@never_cache
@require_safe
@public("Says whether the house is well; holds nothing about anyone.")
def health(request: HttpRequest) -> JsonResponse:
    """200 when the tables answer, 503 when they do not."""
    seen = None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = Beat.objects.filter(name="worker").first()
        seen = beat.at.isoformat() if beat else None
        tables = True
    except DatabaseError as error:
        log.warning("the tables are away: %s", type(error).__name__)
        tables = False
    return JsonResponse(
        {"ok": tables, "database": "ok" if tables else "away", "worker_last_seen": seen, "version": __version__},
        status=200 if tables else 503,
    )
