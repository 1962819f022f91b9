"""What reports give to the floors below: the files that rows name, so that none of them is swept away."""

from __future__ import annotations

from collections.abc import Iterable

from kitchentable.people import files
from kitchentable.ties.models.reports import ReportFile


@files.names_files
def _files_of_reports(paths: list[str]) -> Iterable[str]:
    return ReportFile.objects.filter(path__in=paths).values_list("path", flat=True)
