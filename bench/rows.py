"""The mass data: what a company of this size would have, row for row as the services write it.

Everything is derived from the ticket's number by hashing, so that two builds of one size are equal but for the clock.
"""

from bench.filling import Filler

PROVINCES = (
    "重庆市", "重庆市", "重庆市", "四川省", "四川省", "贵州省", "云南省", "湖北省", "湖南省", "陕西省", "甘肃省", "广东省",
    "广西壮族自治区", "河南省", "山东省", "江苏省", "浙江省", "河北省", "山西省", "新疆维吾尔自治区",
)  # fmt: skip
FAULTS = (
    "压力上不来，表针摆动", "主机异响，运行十分钟后停机", "密封圈漏油", "电控箱报警，无法启动", "轴承温度过高", "出料口堵塞",
    "液压站漏油严重", "减速机有杂音", "变频器故障代码E07", "皮带跑偏", "传感器无信号", "刹车失灵", "油温过高报警", "启动后跳闸",
)  # fmt: skip
NAMES = (
    "江北机械厂", "锦江水务", "南明纸业", "长江重工", "兴达水泥", "宏远化工", "天成矿业", "华盛建材", "永泰钢铁", "明珠食品",
)  # fmt: skip
# Share of open tickets by state, in percent; what they were reported at most so many days ago.
OPEN = (
    ("reported", 15, 2), ("dispatched", 25, 2), ("on_site", 10, 4), ("diagnosed", 5, 5), ("working", 20, 8),
    ("completed", 8, 9), ("follow_up", 12, 10), ("handed_to_office", 5, 10),
)  # fmt: skip
OFFSET = 1000
# Over how many days the tickets of the usual data were reported.
SPREAD = 1800
# So many tickets an engineer.
TICKETS_EACH = 333


def prepare(
    filler: Filler, size: int, *, all_open: bool = False, days: int = SPREAD, each: int = TICKETS_EACH
) -> None:
    """Table `b`: one row for each ticket with everything that the other tables are derived from.

    Tickets that are closed were reported over so many `days`; an engineer has `each` of them.
    """
    filler.run(_HASH)
    filler.run("CREATE TEMP TABLE people AS SELECT id, name, username FROM accounts_person")
    counts = {"engineers": max(10, size // each), "desks": max(2, size // 20_000), "customers": max(50, size // 20)}
    counts |= {"machines": max(100, size // 4), "size": size, "all_open": all_open, "days": days}
    filler.run("CREATE TEMP TABLE n AS SELECT " + ", ".join(f"{value} AS {name}" for name, value in counts.items()))
    _people(filler)
    _base(filler)
    filler.run(f"CREATE TEMP TABLE drawn AS {_DRAWN}")
    filler.run(f"CREATE TEMP TABLE b AS {_TICKETS}")
    filler.run("CREATE INDEX ON b (id)")
    filler.run("ANALYZE b")


def _people(filler: Filler) -> None:
    """Engineers from id 10000 on, desks from 5000 on."""
    for role, username, first, count in (
        ("field_engineer", "engineer", 10_000, "engineers"), ("liaison", "liaison", 5_000, "desks"),
    ):  # fmt: skip
        source = f"n, generate_series(1, n.{count}) g"
        name = f"'{'服务员' if role == 'field_engineer' else '联络员'}' || g"
        filler.fill("accounts_person", source, f"username = '{username}'", id=f"{first} + g", name=name,
                    username=f"'{username}' || g", email=f"'{username}' || g || '@example.cn'",
                    regions=f"jsonb_build_array({_pick(PROVINCES, 'g', 5)})")  # fmt: skip
        filler.fill("accounts_roleassignment", source, f"role = '{role}'", person_id=f"{first} + g")
    filler.run("UPDATE accounts_person SET email = username || '@example.cn' WHERE email = ''")


def _base(filler: Filler) -> None:
    """Customers and machines from id 1000 on."""
    filler.fill("customers_customer", "n, generate_series(1, n.customers) g", id=f"{OFFSET} + g", number="'C' || g",
                name=f"{_pick(PROVINCES, 'g', 1)} || {_pick(NAMES, 'g', 2)} || g", province=_pick(PROVINCES, "g", 1),
                phone="'13' || lpad((h(g, 3) % 1000000000)::text, 9, '0')")  # fmt: skip
    filler.fill("customers_machine", "n, generate_series(1, n.machines) g", id=f"{OFFSET} + g",
                serial="'JD' || lpad(g::text, 8, '0')", customer_id=f"{OFFSET} + 1 + h(g, 4) % n.customers",
                ex_factory_on="date '2021-01-01' + (h(g, 5) % 1500)::int")  # fmt: skip


def _pick(words: tuple[str, ...], key: str, salt: int) -> str:
    """SQL that takes one of `words` by the hash of `key`."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + h({key}, {salt}) % {len(words)}]"


def _of_open(column: int) -> str:
    """SQL that reads OPEN: the state (0) or the days (2) of a ticket by its percentile."""
    cases, upto = [], 0
    for entry in OPEN:
        upto += entry[1]
        value = f"'{entry[column]}'" if column == 0 else str(entry[column])
        cases.append(f"WHEN h(g, 6) % 100 < {upto} THEN {value}")
    return f"CASE {' '.join(cases)} END"


_HASH = """CREATE OR REPLACE FUNCTION h(key bigint, salt int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    $$ SELECT hashint8(key * 31 + salt)::bigint & 2147483647 $$"""

_DRAWN = f"""
SELECT g, open,
    CASE WHEN n.all_open THEN 'dispatched' WHEN open THEN {_of_open(0)}
         WHEN h(g, 7) % 100 < 87 THEN 'closed' WHEN h(g, 7) % 100 < 92 THEN 'closed_unreachable' ELSE 'cancelled'
    END AS state,
    now() - CASE WHEN n.all_open THEN interval '1 day' * (2 + (h(g, 8) % 1000000) / 1000000.0)
                 WHEN open THEN interval '1 day' * ({_of_open(2)} * (h(g, 8) % 1000000) / 1000000.0)
                 ELSE interval '1 day' * (12 + n.days * (h(g, 8) % 1000000) / 1000000.0) END AS notified_at,
    {OFFSET} + 1 + h(g, 9) % n.machines AS machine_id,
    10000 + 1 + h(g, 10) % n.engineers AS engineer_id, 5000 + 1 + h(g, 11) % n.desks AS desk_id,
    {_pick(FAULTS, "g", 12)} || '，编号' || g AS fault, h(g, 13) % 100 AS dice, n.all_open
FROM n, generate_series(1, n.size) g, LATERAL (SELECT n.all_open OR h(g, 14) % 10 = 0 AS open) o"""

_TICKETS = f"""
WITH numbered AS (
    SELECT drawn.*, {OFFSET} + row_number() OVER (ORDER BY notified_at, g) AS id,
        to_char(notified_at AT TIME ZONE 'Asia/Shanghai', '"T"YYMM') AS series,
        row_number() OVER (
            PARTITION BY to_char(notified_at AT TIME ZONE 'Asia/Shanghai', '"T"YYMM') ORDER BY notified_at, g) AS run
    FROM drawn
), placed AS (
    SELECT numbered.*, m.serial, c.id AS customer_id, c.name AS customer_name, c.phone, c.province,
        CASE WHEN c.province = '重庆市' THEN 'in_province' ELSE 'out_province' END AS zone,
        CASE state WHEN 'reported' THEN 0 WHEN 'cancelled' THEN 0 WHEN 'handed_to_office' THEN 0 WHEN 'dispatched' THEN 1
            WHEN 'on_site' THEN 2 WHEN 'diagnosed' THEN 2 WHEN 'working' THEN 3 WHEN 'completed' THEN 4
            WHEN 'follow_up' THEN 5 ELSE 6 END AS reach
    FROM numbered JOIN customers_machine m ON m.id = machine_id JOIN customers_customer c ON c.id = m.customer_id
), timed AS (
    SELECT placed.*, series || '-' || lpad(run::text, greatest(4, length(run::text)), '0') AS number,
        CASE WHEN zone = 'in_province' THEN 12 ELSE 48 END AS hours, now() AS built_at
    FROM placed
), limited AS (
    -- Of the sweep's data a fifth is due and nobody has looked yet; the rest has weeks left.
    SELECT timed.*, CASE WHEN all_open AND id % 5 = 0 THEN built_at - interval '1 hour' - id * interval '1 ms'
                         WHEN all_open THEN built_at + interval '10 days' + id * interval '1 s'
                         ELSE notified_at + hours * interval '1 hour' END AS due_at,
        CASE WHEN reach >= 2 THEN least(built_at - interval '1 minute', notified_at + CASE
            WHEN dice < 8 THEN interval '1 hour' * (hours + 2 + dice)
            ELSE interval '1 hour' * hours * (0.2 + dice / 140.0) END) END AS arrived_at
    FROM timed
)
SELECT limited.*, p.name AS engineer, d.name AS desk,
    CASE WHEN NOT open THEN coalesce(arrived_at, notified_at) + interval '30 hours' END AS closed_at,
    due_at < coalesce(arrived_at, built_at) AND reach > 0 AND NOT all_open AS missed,
    notified_at + interval '10 minutes' AS sent_at
FROM limited JOIN accounts_person p ON p.id = engineer_id JOIN accounts_person d ON d.id = desk_id"""
