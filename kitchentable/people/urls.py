"""Addresses of the people floor."""

from django.urls import path

from kitchentable.people import urls_more, urls_support
from kitchentable.people.views import people, reach, signing, worry

app_name = "people"

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/code/", signing.sign_in_code, name="sign_in_code"),
    path("sign-in/who/", signing.sign_in_who, name="sign_in_who"),
    path("sign-in/link/<str:token>/", signing.sign_in_link, name="sign_in_link"),
    path("sign-in/password/", signing.sign_in_password, name="sign_in_password"),
    path("sign-in/passkey/", signing.sign_in_passkey, name="sign_in_passkey"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("me/reach/", reach.reach, name="reach"),
    path("me/keys/", signing.keys, name="keys"),
    path("worried/", worry.worried, name="worried"),
    path("worried/<slug:code>/", worry.worry_sent, name="worry_sent"),
    path("office/worries/", worry.worries, name="worries"),
    path("office/worries/<slug:code>/", worry.worry, name="worry"),
    path("office/people/", people.people, name="people"),
    path("office/people/new/", people.add, name="add"),
    path("office/people/<slug:key>/", people.person, name="person"),
    *urls_more.urlpatterns,
    *urls_support.urlpatterns,
]
