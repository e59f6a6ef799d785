"""The scripts that prepare broker and database are run against real ones."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection

from aftersales.backup.postgresql import _program
from tests.production.test_edge import free_port
from tests.support.sources import ROOT

PASSWORD = "0123456789abcdef"
needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Redis started by deploy/redis/start.sh."""
    folder, port = tmp_path_factory.mktemp("queue"), free_port()
    places = {"REDIS_DIR": str(folder), "REDIS_ACL": str(folder / "users.acl"), "REDIS_PORT": str(port)}
    environment = {**os.environ, **places, "REDIS_PASSWORD": PASSWORD}
    process = subprocess.Popen(["sh", str(ROOT / "deploy/redis/start.sh")], env=environment, stdout=subprocess.DEVNULL)
    try:
        _until(lambda: _user(port).ping())
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _user(port: int, name: str = "aftersales", password: str | None = PASSWORD) -> redis.Redis:
    return redis.Redis(port=port, username=name, password=password)


def _until(ready: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if ready():  # type: ignore[operator]
                return
        except redis.RedisError:
            pass
        assert time.monotonic() < end
        time.sleep(0.1)


@needs_redis
@pytest.mark.parametrize("password", ["wrong", None])
def test_nobody_uses_the_broker_without_its_password(broker: int, password: str | None) -> None:
    with pytest.raises(redis.RedisError):
        redis.Redis(port=broker, password=password).ping()
    with pytest.raises(redis.RedisError):
        _user(broker, password=password or "").ping()


@needs_redis
@pytest.mark.parametrize(
    "command",
    [("FLUSHALL",), ("CONFIG", "GET", "*"), ("KEYS", "*"), ("ACL", "LIST"), ("MODULE", "LIST"), ("SHUTDOWN",)],
)
def test_the_products_user_can_neither_empty_nor_reconfigure_the_broker(broker: int, command: tuple[str, ...]) -> None:
    with pytest.raises(redis.exceptions.NoPermissionError):
        _user(broker).execute_command(*command)


@needs_redis
def test_a_worker_works_with_these_rights_and_says_that_it_is_alive(broker: int, tmp_path: Path) -> None:
    url = f"redis://aftersales:{PASSWORD}@127.0.0.1:{broker}/0"
    places = {"CELERY_BROKER_URL": url, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "aftersales.settings"}
    environment = {**os.environ, **places, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}", "LOG_FORMAT": "json"}
    celery = [sys.executable, "-m", "celery", "--quiet", "--app"]
    log = (tmp_path / "worker.log").open("w")
    options = ["--without-gossip", "--without-mingle"]
    worker = subprocess.Popen(
        [*celery, "aftersales.celery:app", "worker", *options], cwd=ROOT, env=environment, stderr=log
    )
    beat = subprocess.Popen(
        [*celery, "aftersales.celery:beat", "beat", "--pidfile="], cwd=ROOT, env=environment, stderr=log
    )

    def alive(name: str) -> bool:
        check = [sys.executable, "-m", "aftersales.alive", name]
        return subprocess.run(check, cwd=ROOT, env=environment, check=False).returncode == 0

    def told() -> list[str]:
        return (tmp_path / "worker.log").read_text(encoding="utf-8").splitlines()

    try:
        _until(lambda: alive("worker"), 60)
        _until(lambda: alive("beat"), 60)
        assert not alive("sweeper")
        # There is no table yet, which the worker tells with its first task, in lines like everybody's.
        _until(lambda: any(line.startswith("{") for line in told()), 60)
    finally:
        for process in (worker, beat):
            process.terminate()
            process.wait(timeout=30)
        log.close()
    assert not alive("worker")
    assert "NoPermission" not in "".join(told())


@pytest.mark.postgres
def test_a_fresh_server_gets_owner_product_and_database(tmp_path: Path) -> None:
    """The script as it stands, with names of its own, because a server has each role only once."""
    script = (ROOT / "deploy/postgres/roles.sh").read_text(encoding="utf-8")
    named = re.sub(r"\baftersales(_owner|_app)?\b", r"fresh_test\1", script)
    told = connection.settings_dict
    server = {
        "PGHOST": told["HOST"] or "", "PGPORT": str(told["PORT"]), "PGPASSWORD": told["PASSWORD"] or "",
        "POSTGRES_USER": told["USER"], "OWNER_PASSWORD": "owner's", "APP_PASSWORD": "apps",
    }  # fmt: skip
    path = f"{Path(_program('psql')).parent}:{os.environ['PATH']}"
    drop = (
        "DROP DATABASE IF EXISTS fresh_test; DROP ROLE IF EXISTS fresh_test_owner; DROP ROLE IF EXISTS fresh_test_app"
    )
    psql = [_program("psql"), "--no-psqlrc", "--quiet", "-U", told["USER"], "-d", "postgres", "-tA"]

    def ask(statements: str) -> str:
        lines = [word for one in statements.split("; ") for word in ("-c", one)]
        done = subprocess.run([*psql, *lines], env={**os.environ, **server}, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    ask(drop)
    try:
        subprocess.run(["sh", "-c", named], env={**os.environ, **server, "PATH": path}, check=True)
        roles = ask(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname ~ 'fresh' ORDER BY 1"
        )
        rights = ask("SELECT datname, datacl FROM pg_database WHERE datname = 'fresh_test'")
    finally:
        ask(drop)
    assert roles.splitlines() == ["fresh_test_app|f|f|f", "fresh_test_owner|f|t|f"]
    assert "fresh_test_app=Tc/" in rights
    assert not re.search(r"[{,]=", rights)


def test_the_variables_of_an_installation_are_made_by_one_line() -> None:
    def made() -> dict[str, str]:
        command = ["sh", str(ROOT / "deploy/make-env.sh"), "service.maker.cn"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))

    first, second = made(), made()
    secrets = [name for name in first if re.search("PASSWORD|SECRET|TOKEN", name)]
    assert first["DOMAIN"] == "service.maker.cn"
    assert len(secrets) == 6
    assert all(re.fullmatch(r"[0-9a-f]{48}", first[name]) and first[name] != second[name] for name in secrets)


@pytest.mark.postgres
def test_upgrade_waits_migrates_and_gives_rights(transactional_db: None, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE aftersales_upgrade")
    try:
        call_command("upgrade", role="aftersales_upgrade")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY aftersales_upgrade")
            cursor.execute("DROP ROLE aftersales_upgrade")
    assert re.search(r"aftersales_upgrade: rights on \d+ tables", capsys.readouterr().out)


@pytest.mark.postgres
def test_a_process_refuses_a_database_that_forgets(db: None) -> None:
    from aftersales.checks import refuse_forgetful

    refuse_forgetful()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(SystemExit, match=r"synchronous_commit = on in postgresql.conf"):
        refuse_forgetful()
