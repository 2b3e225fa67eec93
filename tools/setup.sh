#!/bin/sh
# Make .venv with the packages of a lock file and this project, and see to the system libraries.
# Usage: sh tools/setup.sh LOCK_FILE        (PYTHON=python3.12 to choose an interpreter)
set -eu
lock=$1
python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

# ------------------------------------------------------------------ system packages (Debian, Ubuntu)
wanted=''
need() { # need LIBRARY PACKAGE: want the package where the loader does not know the library
    ldconfig -p 2>/dev/null | grep -q "$1" || wanted="$wanted $2"
}
if [ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null; then
    need libpango-1.0.so.0 libpango-1.0-0
    need libpangoft2-1.0.so.0 libpangoft2-1.0-0
    need libfontconfig.so.1 libfontconfig1
    need libharfbuzz.so.0 libharfbuzz0b
    need libharfbuzz-subset.so.0 libharfbuzz-subset0 # without it fonts are cut down slowly
fi
"$python" -c 'import venv, ensurepip' 2>/dev/null || wanted="$wanted python3-venv"
if [ -n "$wanted" ]; then
    if [ "$(id -u)" = 0 ]; then sudo=''; else sudo='sudo -n'; fi
    if command -v apt-get >/dev/null && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
        say "Installing system packages:$wanted"
        $sudo apt-get update -qq
        # shellcheck disable=SC2086
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    else
        say "System packages are missing. Run this, then the same command again:"
        say "    sudo apt-get install$wanted"
        exit 3
    fi
fi

# ------------------------------------------------------------------ Python packages
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; $python is $("$python" --version). Name another one: make PYTHON=python3.12 …"
    exit 3
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
