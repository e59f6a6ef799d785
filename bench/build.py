"""The databases of a run: a template with the company, then one database for each size."""

import os
import subprocess
import time
from urllib.parse import urlsplit

import psycopg2

from bench import course, rows
from bench.filling import Filler
from bench.options import name_of
from tools.terminal import PYTHON, ROOT, Stop, say

TEMPLATE = "bench_template"


def url_of(server: str, database: str) -> str:
    return urlsplit(server)._replace(path=f"/{database}").geturl()


def build(
    server: str, size: int, *, all_open: bool = False, fresh: bool = False, days: int = rows.SPREAD
) -> str:
    """The URL of a database with `size` tickets, made unless it is there; `all_open` is what the sweep works on."""
    kind = "open" if all_open else "desk" if days == rows.SPREAD else f"of{days}"
    name = f"bench_{kind}_{name_of(size)}"
    if founded(server, name, fresh=fresh):
        return url_of(server, name)
    begun = time.monotonic()
    filler = Filler(url_of(server, name))
    words = filler.put_words_off()
    rows.prepare(filler, size, all_open=all_open, days=days)
    for part in (course.tickets, course.records, course.limits, course.judgements, course.journal):
        part(filler)
    # Nobody searches where everything is open: that data is the sweep's.
    for statement in [] if all_open else words:
        filler.run("SET maintenance_work_mem = '1GB'")
        filler.run(statement)
    filler.settle()
    filler.close()
    say(f"  {name} was built in {time.monotonic() - begun:.0f} s")
    return url_of(server, name)


def founded(server: str, name: str, *, fresh: bool = False) -> bool:
    """Whether the database is there already; else it is made, with the company and nothing more."""
    known = databases(server)
    if name in known and not fresh:
        return True
    if TEMPLATE not in known:
        _template(server)
    say(f"  building {name} …")
    order(server, f"DROP DATABASE IF EXISTS {name}")
    order(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return False


def databases(server: str) -> set[str]:
    with psycopg2.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def order(server: str, statement: str) -> None:
    """One statement about databases, which no transaction may hold."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def product(database: str, *arguments: str, **environment: str) -> str:
    """Run a module of ours or manage.py under the product's settings on `database`; its output."""
    told = {"DATABASE_URL": database, "DEBUG": "false", "SECRET_KEY": "bench", "HTTPS": "false"} | environment
    done = subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=os.environ | told, capture_output=True, text=True,
                          check=False)  # fmt: skip
    if done.returncode:
        raise Stop(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _template(server: str) -> None:
    say("  founding the company …")
    order(server, f"CREATE DATABASE {TEMPLATE}")
    url = url_of(server, TEMPLATE)
    product(url, "manage.py", "migrate", "-v0")
    product(url, "-m", "bench.founding")
