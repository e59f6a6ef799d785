#!/bin/sh
# Prints deploy/env for a domain, with fresh random passwords:  sh deploy/make-env.sh service.example.cn > deploy/env
set -eu
domain="${1:?usage: sh deploy/make-env.sh DOMAIN > deploy/env}"
random() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
sed -e "s/^DOMAIN=.*/DOMAIN=$domain/" -e "s/@service\.example\.cn/@$domain/" "$(dirname "$0")/env.example" |
    while IFS= read -r line; do
        case "$line" in
            SECRET_KEY= | *_PASSWORD= | METRICS_TOKEN=) echo "$line$(random)" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done
