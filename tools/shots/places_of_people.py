"""Places about people: where engineers are, who calls, what a month comes to, and what the regulation makes of it."""

from tools.shots.camera import PHONE
from tools.shots.place import FIRST, Place

ON_THE_ROAD = (
    Place("engineers", "quality", "/engineers/"),
    Place("trips", "quality", "/trips/"),
    Place("trip", "quality", "/trips/", (("click", "main a[href^='/trips/D']"),)),
    Place("order-departure", "quality", "/trips/order/"),
    Place("leave-form", "quality", "/trips/new/take-leave/"),
    Place("my-trip", "qin", "/m/trip/", (), (PHONE,)),
    Place("daily", "luo", "/m/daily/", (), (PHONE,)),
    Place("daily-checks", "clerk", "/daily/"),
    Place("contacts", "liaison", "/contacts/"),
    Place("call-back", "luo", "/m/", (), (PHONE,)),
    Place("account", "wang", "/m/account/", (), (PHONE,)),
    Place("to-send", "wang", "/m/outbox/", (), (PHONE,)),
)
OFFICE = (
    Place("claimed-arrivals", "supervisor", "/tickets/claims/"),
    Place("enquiries", "liaison", "/enquiries/"),
    Place("enquiry-form", "liaison", "/enquiries/new/"),
    Place("enquiry", "liaison", "/enquiries/", (("click", "main a[href^='/enquiries/N']"),)),
    Place("complaints", "liaison", "/complaints/"),
    Place("complaint-form", "liaison", "/complaints/new/"),
    Place("complaint", "head", "/complaints/", (("click", "main a[href^='/complaints/X']"),)),
)
MONTHS = (
    Place("months-overview", "clerk", "/months/"),
    Place("month", "clerk", "/months/", (("click", "main a[href^='/months/20'] >> nth=1"),)),
    Place("month-closed", "clerk", "/months/", (("click", "main a[href^='/months/20'] >> nth=-1"),)),
    Place(
        "month-of", "clerk", "/months/",
        (("click", "main a[href^='/months/20'] >> nth=1"), ("click", "main a[href^='/months/20'][href*='/zhang/']")),
    ),
    Place("pay", "finance", "/months/pay/"),
    Place("my-month", "wang", "/m/month/", (), (PHONE,)),
    Place("expense", "wang", "/m/month/expense/", (), (PHONE,)),
    Place("statement", "li", "/m/statement/", (), (PHONE,)),
)  # fmt: skip
REGULATION = (
    Place("bulletins", "liaison", "/bulletins/"),
    Place("bulletin", "wang", "/bulletins/", (("click", "main a[href^='/bulletins/G']"),)),
    Place("off-post", "gm", "/off-post/"),
    Place("off-post-desk", "liaison", "/off-post/"),
    Place("my-post", "tian", "/m/post/", (), (PHONE,)),
    Place("why-confirmed", "peng", "/m/me/", (("click", ".fine >> nth=-1"),), (PHONE,)),
    Place("appeals", "gm", "/admin/penalties/appeal/"),
    Place("appeal", "gm", "/admin/penalties/appeal/", (("click", FIRST),)),
    Place("book-versions", "head", "/rulebook/versions/"),
    Place("draft-new", "head", "/rulebook/drafts/new/"),
    Place("draft", "head", "/rulebook/versions/", (("click", "main table a[href^='/rulebook/drafts/']"),)),
    Place("what-if", "head", "/rulebook/what-if/"),
    Place("figures-service", "head", "/figures/service/"),
    Place("sign-in-again", "head", "/password/"),
)
PEOPLE = (*ON_THE_ROAD, *OFFICE, *MONTHS, *REGULATION)
