"""Addresses of words. Places are named after what stands there: `<slug:document>`, `<slug:version>`, `<slug:format>`, `<slug:sent>`, `<slug:line>`, `<slug:check>`, `<slug:term>`, `<slug:ask>`."""

from kitchentable.words.urls import easy, formats, glossary, papers, sending

app_name = "words"
urlpatterns = [
    *papers.urlpatterns,
    *formats.urlpatterns,
    *sending.urlpatterns,
    *easy.urlpatterns,
    *glossary.urlpatterns,
]
