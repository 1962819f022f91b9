"""Search."""
from django.http import HttpResponse
from kitchentable.policy.marks import KTRequest, public
@public("x")
def search(request: KTRequest) -> HttpResponse:
    """x"""
    return HttpResponse("")
