"""Addresses: reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from kitchentable.ties.views import reports

urlpatterns: list[URLPattern] = [
    path("office/reports/", reports.reports, name="reports"),
    path("office/reports/<slug:report>/", reports.report, name="report"),
    path("office/reports/<slug:report>/<slug:report_part>/", reports.report_part, name="report_part"),
    path("reports/", reports.reports_public, name="reports_public"),
    path("reports/<slug:report>/", reports.report_public, name="report_public"),
    path("reports/<slug:report>/<slug:report_file>/", reports.report_file, name="report_file"),
]
