"""Every address of voices."""

from kitchentable.voices import urls_files, urls_mine, urls_office

app_name = "voices"
urlpatterns = urls_mine.urlpatterns + urls_office.urlpatterns + urls_files.urlpatterns
