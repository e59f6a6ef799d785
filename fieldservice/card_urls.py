"""The addresses of service cards: on the phone, at the desk, on paper, and for the customer by his link."""

from django.urls import path

from accounts.permissions import page
from fieldservice.views import card_papers, cards, receiving

URLS = [
    path("m/<str:number>/card/", cards.card, name="sign_card"),
    path("m/<str:number>/amend-card/", page("fieldservice:amend_card")(cards.AmendCard.as_view()), name="amend_card"),
    path(
        "tickets/<str:number>/receive-card/",
        page("fieldservice:receive_card")(receiving.ReceiveCard.as_view()),
        name="receive_card",
    ),
    path("cards/<str:number>/pdf/", card_papers.card_pdf, name="card_pdf"),
    path("cards/<str:number>/check/<str:digest>/", card_papers.check_print, name="check_print"),
    path("s/<str:token>/cards/<str:number>/", card_papers.public_card, name="public_card"),
]
