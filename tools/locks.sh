#!/bin/sh
# Compiles the lock files: hashes of every file, no addresses, nothing about the machine that compiled them.
set -eu
for part in requirements requirements-dev requirements-broker requirements-node requirements-postgres; do
    .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        "$@" "$part.in" --output-file "$part.txt"
done
