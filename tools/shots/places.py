"""Which pages are looked at, by whom, and what is done on them before the picture: a list, nothing else."""

from tools.shots.camera import NOBODY, PHONE, SCREEN
from tools.shots.place import FIRST, Place
from tools.shots.places_of_people import PEOPLE

ROW = "#rows [data-row] a[data-main]"
DESK = (
    Place("login", NOBODY, "/login/"),
    Place("console", "liaison", "/tickets/?queue=open"),
    Place("drawer", "liaison", "/tickets/?queue=reported", (("click", ROW), ("see", ".drawer-head"))),
    Place("keys", "liaison", "/tickets/?queue=open", (("key", "?"), ("see", "dialog[open]")), (SCREEN,)),
    Place(
        "intake", "liaison", "/tickets/new/",
        (("fill", "#id_serial", "TB902511000051"), ("see", "#side :text('保内')")),
    ),
    Place("search", "liaison", "/search/?q=TB90"),
    Place("imports", "liaison", "/imports/"),
    Place("rulebook", "liaison", "/rulebook/"),
    Place("clause", "liaison", "/rulebook/#c6.2"),
    Place("duties", "liaison", "/duties/"),
    Place("ticket", "liaison", "/search/?q=TB902511000051", (("click", "main a[href^='/tickets/T']"),)),
    Place(
        "dispatch", "liaison", "/tickets/?queue=reported",
        (("click", ROW), ("click", "#drawer a:has-text('整页')"), ("click", "section.next summary"),
         ("click", "section.next .menu-item >> nth=0"), ("see", "dialog[open]")),
    ),
    Place("reviews", "liaison", "/reviews/"),
    Place("labels", "liaison", "/labels/?q=TB90"),
    Place("inbox", "liaison", "/inbox/"),
    Place("supervisor-console", "supervisor", "/tickets/?queue=open"),
    Place("overdue", "supervisor", "/tickets/?queue=overdue"),
    Place("duties-supervisor", "supervisor", "/duties/"),
    Place("clerk-console", "clerk", "/"),
)  # fmt: skip
ADMIN = (
    Place("admin", "head", "/admin/"),
    Place("customers", "head", "/admin/customers/customer/"),
    Place("machines", "head", "/admin/customers/machine/"),
    Place("contracts", "head", "/admin/customers/contract/"),
    Place("customer", "head", "/admin/customers/customer/", (("click", FIRST),)),
    Place(
        "contract-new", "head", "/admin/customers/customer/", (("click", FIRST), ("click", "a:has-text('登记合同')"))
    ),
    Place("proposals", "head", "/admin/judgement/proposal/"),
    Place("proposal", "head", "/admin/judgement/proposal/", (("click", FIRST),)),
    Place("proofs", "head", "/admin/penalties/writtenproof/"),
    Place("proof-decision", "head", "/admin/penalties/writtenproof/", (("click", FIRST),)),
    Place("incidents", "head", "/admin/penalties/incident/"),
    Place("ledger", "head", "/admin/penalties/ledgerentry/"),
    Place("months", "head", "/admin/penalties/ledgerentry/months/"),
    Place("deadlines", "head", "/admin/deadlines/deadline/"),
    Place("versions", "head", "/admin/rulebook/rulebookversion/"),
    Place("version", "head", "/admin/rulebook/rulebookversion/", (("click", FIRST),)),
    Place("public-pages", "head", "/customer-pages/"),
    Place("people", "admin", "/admin/accounts/person/"),
    Place("person", "admin", "/admin/accounts/person/", (("click", FIRST),)),
    Place("calendar", "admin", "/admin/core/calendaryear/"),
    Place("outbox", "admin", "/admin/notifications/outboxmessage/"),
)
ENGINEER = (
    Place("jobs", "wang", "/m/", (), (PHONE,)),
    Place("job", "wang", "/m/", (("click", ".job-title"),), (PHONE,)),
    Place("visits", "wang", "/m/visits/", (), (PHONE,)),
    Place("penalties", "wang", "/m/me/", (), (PHONE,)),
    Place("engineer-inbox", "wang", "/inbox/", (), (PHONE,)),
    Place("engineer-rulebook", "wang", "/rulebook/", (), (PHONE,)),
    Place("lookup", NOBODY, "/s/", (), (PHONE,)),
)
PARTS = (
    Place("parts-statistician", "statistician", "/w/work/"),
    Place("parts-keeper", "keeper", "/w/work/"),
    Place("parts-freight", "freight", "/w/work/"),
    Place("parts-inspector", "inspector", "/w/work/"),
    Place("parts-production", "lossrep", "/w/work/"),
    Place("parts-supply", "supplyrep", "/w/work/"),
    Place("parts-liaison", "liaison", "/w/work/"),
    Place("parts-clerk", "clerk", "/w/work/"),
    Place("parts-quality", "quality", "/w/work/"),
    Place("reports-to-check", "liaison", "/w/reports/"),
    Place("report", "liaison", "/w/reports/", (("click", "main a[href^='/w/reports/R']"),)),
    Place("claims", "statistician", "/w/claims/"),
    Place("claim", "statistician", "/w/claims/", (("click", "main a[href^='/w/claims/K']"),)),
    Place("claim-to-sign", "lossrep", "/w/work/", (("click", "main a[href^='/w/claims/K']"),)),
    Place("stock", "keeper", "/w/stock/"),
    Place("part", "keeper", "/w/stock/?low=1", (("click", "main a[href^='/w/parts/']"),)),
    Place("old-parts", "quality", "/w/old-parts/"),
    Place("old-parts-overdue", "clerk", "/w/old-parts/?state=overdue"),
    Place("old-part", "inspector", "/w/old-parts/?state=to_inspect", (("click", "main a[href^='/w/old-parts/O']"),)),
    Place("old-part-settled", "head", "/w/old-parts/?state=settled", (("click", "main a[href^='/w/old-parts/O']"),)),
    Place("approvals-supervisor", "supervisor", "/admin/approvals/signoff/"),
    Place("approvals-head", "head", "/admin/approvals/signoff/"),
    Place("approvals-gm", "gm", "/admin/approvals/signoff/"),
    Place("approval", "gm", "/admin/approvals/signoff/", (("click", FIRST),)),
    Place("request", "gm", "/admin/approvals/signoff/", (("click", FIRST), ("click", "a[href^='/w/requests/Q']"))),
    Place("fee", "supervisor", "/admin/approvals/signoff/?q=F2", (("click", FIRST), ("click", "a[href^='/w/fees/F']"))),
    Place(
        "purchase", "gm", "/admin/approvals/signoff/?q=B2", (("click", FIRST), ("click", "a[href^='/w/purchases/B']"))
    ),
    Place("figures-parts", "head", "/figures/warranty/"),
    Place("my-parts", "wang", "/m/w/parts/", (), (PHONE,)),
    Place("my-old-parts", "wang", "/m/w/old-parts/", (), (PHONE,)),
    Place("report-form", "wang", "/m/", (("click", ".job-title"), ("click", "a[href$='/report/']")), (PHONE,)),
    Place("fee-form", "wang", "/m/", (("click", ".job-title"), ("click", "a[href$='/fee/']")), (PHONE,)),
)
PLACES = (*DESK, *ADMIN, *ENGINEER, *PARTS, *PEOPLE)
