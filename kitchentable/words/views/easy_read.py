"""The Easy Read of a paper, for everyone who may read the paper; and the photos in it."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.people import files
from kitchentable.policy.marks import KTRequest, public
from kitchentable.ui.shortcuts import page
from kitchentable.words.easy_paper import photo_type
from kitchentable.words.easy_state import draft_or_checked, is_given
from kitchentable.words.models.easy import EasyCheck, EasyLine
from kitchentable.words.models.papers import WRITES_PAPERS, Document
from kitchentable.words.ready import newest_sent
from kitchentable.works.rules import works_where


@public("Whoever may read a paper may read its Easy Read.")
@require_safe
def easy_read(request: KTRequest, document: str) -> HttpResponse:
    """One idea a line, the picture left, the words right; who checked it and when. Not before people checked it or its file is ready."""
    one = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=document)
    version = newest_sent(one)
    lines = list(version.easy_lines.all()) if version else []
    given = version is not None and is_given(version, lines)
    stands = draft_or_checked(version, lines) if version is not None and given else None
    return page(request, "words/easy/read.html", document=one, lines=lines if given else [], stands=stands)


@public("A photo in an Easy Read, for those who may read it, write it or check it.")
@require_safe
def easy_photo(request: KTRequest, line: str) -> HttpResponse:
    """The photo of a line."""
    near = Q(version__document__work__in=works_where(request.person, *WRITES_PAPERS))
    near |= Q(version__easy_checks__in=EasyCheck.objects.seen_by(request.person))
    given = Q(version__sent_at__isnull=False, version__document__in=Document.objects.seen_by(request.person))
    photos = EasyLine.objects.exclude(picture="").select_related("version")
    one = photos.filter(near, key=line).first() or get_object_or_404(photos.filter(given), key=line)
    is_near = photos.filter(near, pk=one.pk).exists()
    if not is_near and not is_given(one.version):
        raise Http404
    try:
        body = files.where(one.picture).read_bytes()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(body, content_type=photo_type(body))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=300"
    return response
