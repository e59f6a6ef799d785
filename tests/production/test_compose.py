"""What docker compose starts: nobody is root, only the web server is reached from outside, everything is watched."""

import re
from typing import Any

import pytest
import yaml

from aftersales import settings, webserver
from aftersales.environment import env
from core.clock import zone
from tests.support.sources import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = ("web", "worker", "beat", "sweeper", "migrate", "backup")
RESIDENT = ("nginx", "web", "worker", "beat", "sweeper", "postgres", "redis")
ONCE = ("migrate", "backup")
every_service = pytest.mark.parametrize("name", SERVICES)


def given() -> dict[str, str]:
    """The variables of deploy/env.example and their values."""
    text = (ROOT / "deploy/env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_every_service_is_either_resident_or_runs_once() -> None:
    assert set(SERVICES) == {*RESIDENT, *ONCE}


@every_service
def test_nobody_is_root_or_can_become_it(name: str) -> None:
    service = SERVICES[name]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert "cap_add" not in service


@every_service
def test_a_container_writes_only_to_volumes_and_memory(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert any(str(place).startswith("/tmp") for place in service["tmpfs"])  # noqa: S108 - the container's own


@every_service
def test_only_the_web_server_is_reached_from_outside(name: str) -> None:
    assert bool(SERVICES[name].get("ports")) == (name == "nginx")
    assert "network_mode" not in SERVICES[name]


def test_database_and_broker_reach_nothing_outside() -> None:
    assert yaml.safe_load(COMPOSE)["networks"]["inner"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inner"]


@every_service
def test_images_name_their_version(name: str) -> None:
    image = SERVICES[name]["image"]

    assert ":" in image
    assert not image.endswith(":latest")


@pytest.mark.parametrize("name", RESIDENT)
def test_residents_are_watched_and_started_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ONCE)
def test_what_runs_once_is_not_started_again(name: str) -> None:
    assert SERVICES[name]["restart"] == "no"


def test_a_backup_is_made_only_when_somebody_asks() -> None:
    assert SERVICES["backup"]["profiles"] == ["backup"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "sweeper"])
def test_nothing_of_ours_starts_before_the_database_is_migrated(name: str) -> None:
    waits = SERVICES[name]["depends_on"]

    assert waits["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["postgres"] == {"condition": "service_healthy"}


def test_the_sweeper_needs_no_broker() -> None:
    assert "redis" not in SERVICES["sweeper"]["depends_on"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_product_reads(name: str) -> None:
    assert settings.PUBLIC_URL
    assert webserver.bind

    assert set(SERVICES[name]["environment"]) <= set(env.declared)


@pytest.mark.parametrize("name", ["web", "worker", "beat", "sweeper"])
def test_what_serves_people_has_neither_the_owners_password_nor_the_servers(name: str) -> None:
    told = str(SERVICES[name])

    assert "OWNER_PASSWORD" not in told
    assert "POSTGRES_PASSWORD" not in told


@pytest.mark.parametrize("name", ONCE)
def test_the_owner_migrates_and_backs_up(name: str) -> None:
    assert "aftersales_owner" in SERVICES[name]["environment"]["DATABASE_URL"]


def test_every_variable_of_the_file_is_in_the_example_and_no_other() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE))

    assert asked == set(given())


def test_a_secret_that_is_missing_stops_the_start() -> None:
    secrets = {name for name, value in given().items() if value == "" and name not in ("METRICS_TOKEN", "EMAIL_URL")}

    assert secrets == {"SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "REDIS_PASSWORD"}
    assert [name for name in secrets if f"${{{name}:?" not in COMPOSE] == []


def test_no_secret_stands_in_the_file() -> None:
    assert not re.search(r"(?:PASSWORD|SECRET_KEY|TOKEN): \"?[^$\"\s]", COMPOSE)


def test_every_named_volume_is_declared_and_used() -> None:
    used = {place.split(":")[0] for service in SERVICES.values() for place in service.get("volumes", [])}
    named = {place for place in used if not place.startswith((".", "$"))}

    assert named == set(yaml.safe_load(COMPOSE)["volumes"])


def test_every_file_that_is_mounted_exists() -> None:
    places = {place.split(":")[0] for service in SERVICES.values() for place in service.get("volumes", [])}

    assert [place for place in places if place.startswith("./") and not (ROOT / place).exists()] == []


def test_uploads_are_only_read_by_the_web_server() -> None:
    assert "media:/srv/media:ro" in SERVICES["nginx"]["volumes"]


def test_the_database_keeps_what_it_acknowledges() -> None:
    command = SERVICES["postgres"]["command"]

    assert {"-cfsync=on", "-cfull_page_writes=on", "-csynchronous_commit=on"} <= set(command)


def test_database_and_backup_program_are_of_one_version() -> None:
    version = re.fullmatch(r"postgres:(\d+)-bookworm", SERVICES["postgres"]["image"])

    assert version
    assert f"postgresql-client-{version[1]} " in (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_exists(name: str) -> None:
    from django.core.management import get_commands

    command = SERVICES[name].get("command", [])
    if command[:2] == ["python", "manage.py"]:
        assert command[2] in get_commands()
    assert zone()
