"""The author's side: saying something, reading what came of it, replying."""

from django.urls import path

from kitchentable.voices.views import files, mine, saying

urlpatterns = [
    path("works/<slug:slug>/say/", saying.say, name="say"),
    path("said/", mine.find, name="find"),
    path("said/<str:code>/", mine.said, name="said"),
    path("said/<str:code>/receipt/", mine.receipt, name="receipt"),
    path("said/<str:code>/reply/", mine.reply, name="reply"),
    path("said/<str:code>/understood/<int:pk>/", mine.agree, name="agree"),
    path("said/<str:code>/add/", mine.add, name="add"),
    path("said/<str:code>/sharing/", mine.share, name="share"),
    path("said/<str:code>/take-back/", mine.withdraw, name="withdraw"),
    path("said/<str:code>/reuse/<int:pk>/", mine.answer_reuse, name="answer_reuse"),
    path("said/<str:code>/files/<str:key>/", files.file, name="file"),
    path("said/<str:code>/<str:key>/", mine.link, name="link"),
]
