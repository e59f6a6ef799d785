"""The web server before the product: its configuration is read by a real nginx, and asked."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Person
from core import files
from core.models import StoredFile
from tests.factories import World
from tests.support.sources import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")


@dataclass(frozen=True)
class Edge:
    port: int
    folder: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": "testserver", **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepared(folder: Path, media: Path, product: str, port: int) -> Path:
    """The configuration with the places of this machine in place of the container's."""
    shutil.copytree(ROOT / "deploy/nginx", folder / "conf")
    static = folder / "static"
    static.mkdir()
    (static / "app.0123456789ab.css").write_text("a{}" * 1000)
    (static / "plain.css").write_text("a{}")
    places = {
        "/srv/static/": f"{static}/", "/srv/media/": f"{media}/", "web:8000": product,
        "/tmp/": f"{folder}/",  # noqa: S108
        "listen 8080": f"listen 127.0.0.1:{port}", "listen 8443": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8081": f"127.0.0.1:{free_port()}", "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log", "/etc/nginx/tls/": f"{folder}/",
    }  # fmt: skip
    for file in (folder / "conf").rglob("*.conf"):
        text = file.read_text(encoding="utf-8")
        # In one go: what was put in may hold what is looked for.
        text = re.sub("|".join(map(re.escape, places)), lambda found: places[found[0]], text)
        file.write_text(text, encoding="utf-8")
    return folder / "conf"


@pytest.fixture
def edge(world: World, live_server: object, media: Path, tmp_path: Path, settings: object) -> Iterator[Edge]:
    """nginx before the product; as root it works as another user, who must be let in."""
    settings.PRIVATE_FILES_LOCATION = "/_private/"  # type: ignore[attr-defined]
    folder, port = tmp_path / "edge", free_port()
    folder.mkdir()
    for place in (tmp_path, *tmp_path.parents):
        if str(place).startswith("/tmp/"):  # noqa: S108 - only what the test itself made
            place.chmod(place.stat().st_mode | 0o055)
    product = live_server.url.removeprefix("http://").replace("localhost", "127.0.0.1")  # type: ignore[attr-defined]
    conf = prepared(folder, media, product, port) / "behind.conf"
    user = ["-g", "daemon off; user root;"] if os.geteuid() == 0 else ["-g", "daemon off;"]
    process = subprocess.Popen([str(NGINX), "-c", str(conf), *user], stderr=subprocess.DEVNULL)
    try:
        _wait(port, process, folder / "error.log")
        yield Edge(port, folder)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8") if log.exists() else "nginx did not start")


def cookies(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@needs_nginx
@pytest.mark.parametrize("name", ["https", "behind"])
def test_nginx_accepts_the_configuration(name: str, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if name == "https" and not openssl:
        pytest.skip("openssl is not installed: no certificate to try HTTPS with")
    if openssl:
        pair = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
        make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=service.example.cn", *pair]
        subprocess.run(make, check=True, capture_output=True)
    conf = prepared(tmp_path, tmp_path, "127.0.0.1:8000", free_port())

    done = subprocess.run(
        [str(NGINX), "-t", "-c", str(conf / f"{name}.conf")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


@needs_nginx
def test_pages_come_through_with_their_headers(edge: Edge) -> None:
    status, headers, _body = edge.get("/login/", **{"Accept-Encoding": "gzip"})

    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])
    assert "nginx/" not in headers["server"]


@needs_nginx
@pytest.mark.parametrize(
    "path", ["/media/", "/media/private/2026/03/x.jpg", "/metrics", "/_private/", "/_private/x.jpg"]
)
def test_uploads_and_figures_are_not_public(edge: Edge, path: str, media: Path) -> None:
    (media / "x.jpg").write_bytes(b"secret")

    status, _headers, body = edge.get(path)
    assert (status, b"secret" in body) == (404, False)


@needs_nginx
@pytest.mark.parametrize(
    "path", ["/_private/../_private/x.jpg", "/static/../media/x.jpg", "/static../x.jpg", "//media/x.jpg"]
)
def test_no_detour_leads_to_uploads(edge: Edge, path: str, media: Path) -> None:
    (media / "x.jpg").write_bytes(b"secret")

    status, _headers, body = edge.get(path)
    assert status in (400, 404)
    assert b"secret" not in body


@needs_nginx
def test_an_upload_is_sent_by_the_web_server_to_who_may_read_it(edge: Edge, world: World, client: Client) -> None:
    stored = StoredFile.objects.get()
    files.guard("accounts.person", lambda subject_id, *, person, now: subject_id == person.pk)
    try:
        client.force_login(Person.objects.get(pk=stored.subject_id))
        mine = edge.get(f"/files/{stored.pk}/", Cookie=cookies(client))
        foreign = Client()
        foreign.force_login(world.clerk)
        others = edge.get(f"/files/{stored.pk}/", Cookie=cookies(foreign))
        strangers = edge.get(f"/files/{stored.pk}/")
    finally:
        files._guards.pop("accounts.person")

    status, headers, body = mine
    assert (status, body) == (200, b"%PDF-1.7 proof")
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith("attachment; filename")
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert "x-accel-redirect" not in headers
    assert (others[0], strangers[0]) == (404, 404)


@needs_nginx
@pytest.mark.parametrize(
    ("name", "age"),
    [("app.0123456789ab.css", "public, max-age=31536000, immutable"), ("plain.css", "public, max-age=300")],
)
def test_static_files_are_kept_as_long_as_their_name_holds(edge: Edge, name: str, age: str) -> None:
    status, headers, _body = edge.get(f"/static/{name}")

    assert (status, headers["cache-control"], headers["x-content-type-options"]) == (200, age, "nosniff")


@needs_nginx
def test_the_log_has_neither_searches_nor_the_secret_of_a_link(edge: Edge) -> None:
    edge.get("/s/very-secret-token/?phone=13812345678")
    edge.get("/search/?q=13812345678")
    time.sleep(0.2)

    told = (edge.folder / "access.log").read_text(encoding="utf-8")
    assert '"path":"/s/-"' in told
    assert "secret-token" not in told
    assert "13812345678" not in told


@needs_nginx
def test_a_product_that_is_being_updated_is_excused_in_chinese(tmp_path: Path) -> None:
    port = free_port()
    conf = prepared(tmp_path, tmp_path, f"127.0.0.1:{free_port()}", port)
    process = subprocess.Popen(
        [str(NGINX), "-c", str(conf / "behind.conf"), "-g", "daemon off;"], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process, tmp_path / "error.log")
        status, headers, body = Edge(port, tmp_path).get("/")
    finally:
        process.terminate()
        process.wait(timeout=10)

    assert (status, headers["retry-after"]) == (503, "30")
    assert "系统正在更新" in body.decode()


def test_at_the_edge_a_client_cannot_choose_its_address() -> None:
    https = (ROOT / "deploy/nginx/https.conf").read_text(encoding="utf-8")

    assert re.search(r"\$client_addresses \{ default \$remote_addr; \}", https)
    assert "proxy_add_x_forwarded_for" not in https
