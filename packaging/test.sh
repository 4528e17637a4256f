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
cd "$root"
failed=()
check() {
    say "$*"
    "$venv/bin/python" -m "$@" || failed+=("$1")
}
check ruff check .
check ruff format --check .
check mypy
[ ${#failed[@]} = 0 ] || say "failed before the tests: ${failed[*]}"

# The session ends by itself after 17 minutes with its report; the outer limit is for a hang.
say "pytest"
timeout --foreground --kill-after=10 1140 \
    "$venv/bin/python" -m pytest --session-timeout=1020 "${arguments[@]+"${arguments[@]}"}"
status=$?
[ $status = 0 ] || exit $status
[ ${#failed[@]} = 0 ] || { say "failed: ${failed[*]}"; exit 1; }
