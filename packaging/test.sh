#!/usr/bin/env bash
# Installs what is missing and runs every check:  bash packaging/test.sh [pytest's own words]
# Ends with 0 only when all of them pass; pytest comes last and so has the last word.
set -uo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up test

arguments=()
for word in "$@"; do
    case $word in
        /* | -*) ;;
        # Files are named from the caller's folder, and pytest runs in the checkout.
        *) [ ! -e "${word%%::*}" ] || word=$PWD/$word ;;
    esac
    arguments+=("$word")
done
cd "$root" || exit 1
python=$venv/bin/python
failed=()
check() { # check NAME COMMAND...
    say "$1"
    "${@:2}" || failed+=("$1")
}
listed() { printf '%s, ' "$@" | sed 's/, $//'; }
check "ruff check" "$python" -m ruff check .
check "ruff format" "$python" -m ruff format --check .
check "mypy" "$python" -m mypy
if command -v shellcheck >/dev/null; then
    check "shellcheck" shellcheck -x -P SCRIPTDIR packaging/*.sh packaging/*/*.sh .ci/run
fi
[ ${#failed[@]} = 0 ] || say "failed before the tests: $(listed "${failed[@]}")"

# On a machine that others keep busy a sound server or a screen may fall behind; CI tries a test
# that failed again, and lists it.
again=()
[ -z "${CI:-}" ] || again=(--reruns 2 -rR)
# The session ends by itself after 40 minutes with its report; the outer limit is for a hang.
say "pytest"
timeout --foreground --kill-after=10 2700 \
    "$python" -m pytest --session-timeout=2400 "${again[@]+"${again[@]}"}" "${arguments[@]+"${arguments[@]}"}"
status=$?
[ $status = 0 ] || exit $status
[ ${#failed[@]} = 0 ] || { say "failed: $(listed "${failed[@]}")"; exit 1; }
