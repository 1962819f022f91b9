"""Addresses of seats. Places in addresses are named after what stands there: `<slug:group>`, `<slug:seat>`, `<slug:call>`, `<slug:offer>`, `<slug:draw>`."""

from kitchentable.seats.urls import calls, draws, mapping, table

app_name = "seats"
urlpatterns = [
    *mapping.urlpatterns,
    *table.urlpatterns,
    *calls.urlpatterns,
    *draws.urlpatterns,
]
