#!/bin/sh
# Runs once, when the volume is empty: the owner migrates and restores, the product's own role only works with rows
# (`manage.py database_roles` says with which).
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE aftersales_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE aftersales_app LOGIN PASSWORD :'app';
CREATE DATABASE aftersales OWNER aftersales_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE aftersales FROM PUBLIC;
-- An import compares what it reads in temporary tables.
GRANT CONNECT, TEMPORARY ON DATABASE aftersales TO aftersales_app;
SQL
