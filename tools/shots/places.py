"""Which pages are looked at, by whom, and what is done on them before the picture: a list, nothing else."""

from dataclasses import dataclass

from tools.shots.camera import NOBODY, PHONE, SCREEN

BOTH = (SCREEN, PHONE)
Steps = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Place:
    """One page. `steps` are ("click", selector), ("fill", selector, text), ("see", selector), ("key", name)."""

    name: str
    who: str
    path: str
    steps: Steps = ()
    sizes: tuple[str, ...] = BOTH


ROW = "#rows [data-row] a[data-main]"
FIRST = "#result_list tbody th a, table tbody tr th a, .act-table tbody a"
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
PLACES = (*DESK, *ADMIN, *ENGINEER)
