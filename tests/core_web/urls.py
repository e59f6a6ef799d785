"""A few acts of no business at all, to see what happens around every request."""

from time import sleep

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from core import clock
from core.errors import Incomplete, WrongState
from core.middleware import keyless
from core.models import Counter
from core.numbering import next_number
from core.views import private_file


def take(request: HttpRequest) -> HttpResponse:
    """Every call that really runs takes the next number."""
    number = next_number("W", now=clock.now())
    return redirect(f"/took/{number}/") if request.POST.get("go") else HttpResponse(f"号码 {number}", status=201)


def slow(request: HttpRequest) -> HttpResponse:
    """As `take`, with time enough for the other copies to come in."""
    sleep(0.2)
    return take(request)


def refuse(request: HttpRequest) -> HttpResponse:
    Counter.objects.create(series="half", value=1)
    raise WrongState


def incomplete(request: HttpRequest) -> HttpResponse:
    raise Incomplete("请填写原因", details={"reason": "请填写原因"})


def crash(request: HttpRequest) -> HttpResponse:
    Counter.objects.create(series="half", value=1)
    raise RuntimeError("broken")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in")


@keyless
def sign_out(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bye")


accounts = ([path("login/", sign_in, name="login")], "accounts")
urlpatterns = [
    path("take/", take),
    path("slow/", slow),
    path("refuse/", refuse),
    path("incomplete/", incomplete),
    path("crash/", crash),
    path("missing/", missing),
    path("out/", sign_out),
    path("files/<int:pk>/", private_file),
    path("", include(accounts)),
]
