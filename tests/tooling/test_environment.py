"""Settings from the environment: typed, loud, and secrets also from files."""

import pytest

from aftersales.environment import Environment, SettingError, broker_socket, kept_secret


def test_an_empty_variable_counts_as_absent():
    assert Environment({"PORT": ""}).whole("PORT", 8000) == 8000


@pytest.mark.parametrize("given", ["1", "true", "Yes", "ON"])
def test_flag_reads_every_usual_yes(given):
    assert Environment({"DEBUG": given}).flag("DEBUG", default=False) is True


def test_flag_names_variable_and_form_when_wrong():
    with pytest.raises(SettingError, match=r"^DEBUG must be true or false, not 'maybe'\.$"):
        Environment({"DEBUG": "maybe"}).flag("DEBUG", default=False)


@pytest.mark.parametrize("given", ["-1", "1.5", "eight", "65"])
def test_whole_refuses_what_is_outside_its_bounds(given):
    with pytest.raises(SettingError, match="WORKER_THREADS must be a whole number from 1 to 64"):
        Environment({"WORKER_THREADS": given}).whole("WORKER_THREADS", 2, low=1, high=64)


def test_choice_lists_what_is_allowed():
    with pytest.raises(SettingError, match="LOG_LEVEL must be one of INFO, ERROR, not 'loud'"):
        Environment({"LOG_LEVEL": "loud"}).choice("LOG_LEVEL", "INFO", ("INFO", "ERROR"))


def test_listed_drops_blanks():
    assert Environment({"HOSTS": "a.cn, ,b.cn"}).listed("HOSTS") == ["a.cn", "b.cn"]


def test_secret_comes_from_its_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("deep secret\n")
    assert Environment({"SECRET_KEY_FILE": str(file)}).secret("SECRET_KEY") == "deep secret"


def test_secret_given_twice_is_refused(tmp_path):
    with pytest.raises(SettingError, match="either SECRET_KEY or SECRET_KEY_FILE"):
        Environment({"SECRET_KEY": "a", "SECRET_KEY_FILE": "b"}).secret("SECRET_KEY")


def test_secret_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(SettingError, match="SECRET_KEY_FILE must be the path of a readable file"):
        Environment({"SECRET_KEY_FILE": str(tmp_path / "none")}).secret("SECRET_KEY")


def test_database_url_of_postgresql():
    described = Environment({"DATABASE_URL": "postgres://li:pw@db:5433/service"}).database("DATABASE_URL")
    assert (described["ENGINE"], described["HOST"], described["PORT"], described["NAME"]) == (
        "django.db.backends.postgresql", "db", 5433, "service",
    )  # fmt: skip


@pytest.mark.parametrize("url", ["mysql://db/service", "service", "postgres://db:port/x", "postgres://db"])
def test_wrong_database_url_shows_the_form(url):
    with pytest.raises(SettingError, match="DATABASE_URL must look like postgres://user:password@host:5432/name"):
        Environment({"DATABASE_URL": url}).database("DATABASE_URL")


def test_mail_server_by_url():
    described = Environment({"EMAIL_URL": "smtp+tls://li:pw@mail.maker.cn:587"}).email("EMAIL_URL")
    assert (described["EMAIL_HOST"], described["EMAIL_PORT"], described["EMAIL_USE_TLS"]) == (
        "mail.maker.cn",
        587,
        True,
    )


def test_wrong_mail_url_shows_the_form():
    with pytest.raises(SettingError, match="EMAIL_URL must look like smtp"):
        Environment({"EMAIL_URL": "mail.maker.cn"}).email("EMAIL_URL")


def test_wrong_broker_url_shows_the_form():
    with pytest.raises(SettingError, match="CELERY_BROKER_URL must look like redis://"):
        Environment({"CELERY_BROKER_URL": "amqp://guest@host"}).broker("CELERY_BROKER_URL", "redis://x")


def test_kept_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    file = tmp_path / "var" / "secret_key"
    first = kept_secret(file)
    assert len(first) > 50
    assert kept_secret(file) == first
    assert file.stat().st_mode & 0o077 == 0


def test_broker_socket_of_a_deep_folder_moves_where_the_kernel_takes_it(tmp_path):
    assert broker_socket(tmp_path) == tmp_path / "run" / "broker.sock"
    assert len(str(broker_socket(tmp_path / ("deep" * 40)))) < 100
