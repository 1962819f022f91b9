"""Addresses of gatherings. Places in addresses are named after what stands there: `<slug:gathering>`, `<slug:invitation>`, `<slug:place>`."""

from kitchentable.gatherings.urls import after, arranging, inviting, places, planning, room

app_name = "gatherings"
urlpatterns = [
    *places.urlpatterns,
    *planning.urlpatterns,
    *arranging.urlpatterns,
    *room.urlpatterns,
    *after.urlpatterns,
    *inviting.urlpatterns,
]
