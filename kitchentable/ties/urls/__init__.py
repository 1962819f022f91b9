"""Addresses of ties. Places are named after what stands there: `<slug:promise>`, `<slug:past>`, `<slug:leaving>`, `<slug:learning>`, `<slug:lookback>`, `<slug:remark>`, `<slug:report>`."""

from kitchentable.ties.urls import learning, leaving, looking_back, memory, promises, reports, spot, told

app_name = "ties"
urlpatterns = [
    *memory.urlpatterns,
    *told.urlpatterns,
    *promises.urlpatterns,
    *leaving.urlpatterns,
    *learning.urlpatterns,
    *looking_back.urlpatterns,
    *spot.urlpatterns,
    *reports.urlpatterns,
]
