"""Photos of places: pictures only, made small enough for a page, kept by `people.files`."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from kitchentable.gatherings.models import PlacePhoto
from kitchentable.people import files

WIDEST = 1_600  # pixels: enough for a page and for print


@files.names_files
def _named(paths: list[str]) -> Iterable[str]:
    return PlacePhoto.objects.filter(path__in=paths).values_list("path", flat=True)


def keep(upload: files.Upload, photo: PlacePhoto) -> PlacePhoto:
    """Put the picture on disk and fill in where it lies and how big it is; call it in the transaction that saves `photo`.

    Raises NotTaken for anything that is no picture.
    """
    if files.look_into(upload.file, upload.file.name or "").kind != files.Kind.PICTURE:
        raise files.NotTaken(_("“%(name)s” is no picture. Send a photo.") % {"name": files.tidy_name(upload.file.name or "")})
    written = files.write(upload)
    with Image.open(files.where(written.path)) as seen:
        if max(seen.size) > WIDEST:
            smaller = _smaller(seen)
            files.remove(written.path)
            return keep(files.Upload(smaller, files.Kind.PICTURE), photo)
        photo.width, photo.height = seen.size
    photo.path, photo.media_type = written.path, written.media_type
    return photo


def _smaller(seen: Image.Image) -> SimpleUploadedFile:
    seen.thumbnail((WIDEST, WIDEST))
    out, kind = BytesIO(), "JPEG" if seen.mode == "RGB" else "PNG"
    seen.save(out, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())
