#!/bin/sh
# A broker that only the product's own user may use, and he for queues alone: nobody can read the configuration, load
# code or empty it. REDIS_DIR and REDIS_ACL say where its data and its list of users lie.
set -eu
dir="${REDIS_DIR:-/data}" acl="${REDIS_ACL:-/tmp/users.acl}"
hash="$(printf %s "$REDIS_PASSWORD" | sha256sum | cut -c 1-64)"
umask 077
printf 'user default off\nuser aftersales on #%s ~* &* +@all -@admin -@dangerous -@scripting +info +eval +evalsha +script|load +script|exists\n' \
    "$hash" > "$acl"
unset REDIS_PASSWORD
exec redis-server --aclfile "$acl" --dir "$dir" --port "${REDIS_PORT:-6379}" --protected-mode no \
    --appendonly yes --appendfsync everysec --save '' --maxmemory 256mb --maxmemory-policy noeviction
