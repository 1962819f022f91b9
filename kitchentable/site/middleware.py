"""What holds for every request: who we believe, which headers go out, how big may it be, and "not saved" when the tables are away."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
PERMISSIONS: Final = "microphone=(self), camera=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
DRAIN_BYTES: Final = 1024 * 1024 * 1024
DRAIN_SECONDS: Final = 60


class ProxyMiddleware:
    """Believe X-Forwarded headers of the proxies named in KITCHENTABLE_PROXY, and of nobody else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if meta.get("REMOTE_ADDR", "") in settings.TRUSTED_PROXIES:
            hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
            outside = [hop for hop in hops if hop not in settings.TRUSTED_PROXIES]
            if outside:
                meta["REMOTE_ADDR"] = outside[-1]
        else:
            for name in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"):
                meta.pop(name, None)
        return self.get_response(request)


class HeadersMiddleware:
    """The content policy, and no copies of pages that show a person's words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.path.startswith(settings.STATIC_URL):
            return response
        if getattr(getattr(request, "person", None), "is_someone", False) or request.method not in ("GET", "HEAD"):
            response.headers["Cache-Control"] = "private, no-store"
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response


class TooBigMiddleware:
    """413 by the length that the browser announces, before anything is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        has_files = request.content_type == "multipart/form-data"
        limit = settings.UPLOAD_MAX_BYTES + 1024 * 1024 if has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size <= limit:
            return self.get_response(request)
        from kitchentable.ui.errors import error_page

        page = error_page(request, 413)
        answer = StreamingHttpResponse(_say_then_drain(request, page.content, size), status=413, headers=dict(page.headers))
        answer.headers["Content-Length"] = str(len(page.content))
        answer.headers["Connection"] = "close"
        return answer


def _say_then_drain(request: HttpRequest, page: bytes, size: int) -> Iterator[bytes]:
    """Answer at once; then let the browser finish sending, or it shows "connection reset" in place of our page."""
    yield page
    left, until = min(size, DRAIN_BYTES), time.monotonic() + DRAIN_SECONDS
    source = request.META.get("wsgi.input")
    while source is not None and left > 0 and time.monotonic() < until:
        try:
            chunk = source.read(min(left, 1024 * 1024))
        except (OSError, ValueError):
            return
        if not chunk:
            return
        left -= len(chunk)


class NotSavedMiddleware:
    """503 with what was typed, when the tables are away or the disk is full."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """For what goes wrong in a view; `site.errors.broken` does the same for what goes wrong around it."""
        return not_saved(request) if cannot_save(exception) else None


def cannot_save(exception: BaseException | None) -> bool:
    """Is it, or was it caused by, tables that are away, locked or full?"""
    seen: set[int] = set()
    while exception is not None and id(exception) not in seen:
        seen.add(id(exception))
        if isinstance(exception, (OperationalError, InterfaceError)):
            return True
        if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
            return True
        exception = exception.__cause__ or exception.__context__
    return False


def not_saved(request: HttpRequest) -> HttpResponse:
    """The page that says so, and gives back what was typed."""
    from kitchentable.ui.errors import error_page, typed_in

    page = error_page(request, 503, typed=typed_in(request))
    page.headers["Retry-After"] = "30"
    return page
