"""What stands beside a person on the staff's page."""

from __future__ import annotations

from kitchentable.voices import acts


def test_the_page_about_a_person_leads_to_what_they_said_only_for_who_leads_that_work(cast):
    lou = cast.lou.person
    said = acts.say(cast.natalie.person, cast.work, words="The bus is too high.", way="phone", for_person=lou)
    page = cast.natalie.get(f"/office/people/{lou.key}/").content.decode()
    assert f"/office/works/{cast.work.slug}/write/?for={lou.key}" in page
    assert f"/office/said/{said.code}/" in page
    other = cast.gill.get(f"/office/people/{lou.key}/").content.decode()
    assert said.code not in other
    assert "/write/?for=" not in other
