"""Which versions of a paper somebody reads, and the text of a translation."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kitchentable.people import files
from kitchentable.people.models import Person
from kitchentable.policy.verdict import Actor
from kitchentable.words.models import WRITES_PAPERS, Document, Format, Sent, Version
from kitchentable.words.ready import fits
from kitchentable.words.uploads import TEXT_TYPE
from kitchentable.works.rules import has_role

PUBLIC = Q(is_public=True, work__is_public=True, versions__sent_at__isnull=False)


def readable(person: Actor, document: Document, whose: Person | None = None) -> QuerySet[Version]:
    """The versions that this reader may read, the newest first; with `whose`, what a supporter reads of theirs. As the rules say it."""
    versions = document.versions.order_by("-number")
    if whose is None and has_role(person, document.work_id, *WRITES_PAPERS):
        return versions
    sent = versions.filter(sent_at__isnull=False)
    if document.is_public and document.work.is_public:
        return sent
    reader = whose or person
    went = Sent.objects.counting().filter(person=reader.pk)  # type: ignore[attr-defined]
    return sent.filter(pk__in=went.values("version")) if reader.is_someone else sent.none()


def papers_for(whose: Person) -> QuerySet[Document]:
    """What a supporter of `whose` may open: what was sent to them, and what is public."""
    went = Sent.objects.counting().filter(person=whose.pk, version__sent_at__isnull=False)
    return Document.objects.filter(PUBLIC | Q(versions__in=went.values("version"))).distinct()


def words_in(version: Version, language: str) -> str:
    """The text of the translation of a version, when it came as text; empty when there is none that fits."""
    found = version.formats.filter(kind=Format.Kind.LANGUAGE, language=language, state=Format.State.READY).first()
    return text_of(found) if found is not None and fits(found, version) else ""


def text_of(one: Format) -> str:
    """The words of a format that is plain text; empty for any other file, and when the file is gone."""
    if one.media_type != TEXT_TYPE or not one.path:
        return ""
    try:
        return files.where(one.path).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
