#!/bin/sh
# Prints the name of a Python that the product runs on; as root it installs Debian's when there is none.
set -eu
find_python() {
    for name in python3 python3.12 python3.11 python3.13 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            exit 0
        fi
    done
}
find_python
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends python3 python3-venv; } >&2 </dev/null || true
    find_python
fi
echo "Python 3.11 or newer is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
exit 1
