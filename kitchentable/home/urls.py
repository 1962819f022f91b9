"""Every address of home."""

from django.urls import path

from kitchentable.home import demo, feed, me, office, owed, paper, public

app_name = "home"
urlpatterns = [
    path("", public.front, name="front"),
    path("works/", public.works, name="works"),
    path("works/<slug:slug>/", public.work, name="work"),
    path("works/<slug:slug>/said/", public.points, name="points"),
    path("works/<slug:slug>/said/<int:number>/", public.point, name="point"),
    path("works/<slug:slug>/feed/", feed.feed, name="feed"),
    path("works/<slug:slug>/decisions/<int:number>/", public.decision, name="decision"),
    path("me/", me.me, name="me"),
    path("me/said/", me.my_said, name="my_said"),
    path("office/", office.office, name="office"),
    path("answers/", owed.owed, name="owed"),
    path("privacy/", paper.privacy, name="privacy"),
    path("accessibility/", paper.accessibility, name="accessibility"),
    path("settings/", office.numbers, name="numbers"),
    path("demo/", demo.demo, name="demo"),
]
