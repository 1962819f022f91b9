import pytest
def test_it(cast):
    from kitchentable.ties.search.finding import find, Ask, already
    from kitchentable.ties.search import keeping
    print(keeping.build())
    for who in ("anyone","natalie","chloe"):
        p=getattr(cast,who).person
        for q in ("help at night","lift","bus","care workers","respite", "nigth"):
            f=find(p, Ask(q)); print(who,q,len(f.hits),f.more,f.also,f.meant,[(h.kind,h.words[:50]) for h in f.hits[:3]])
