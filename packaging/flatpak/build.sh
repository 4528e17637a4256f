#!/usr/bin/env bash
# Builds the Flatpak into build/flatpak/repository. Needs flatpak-builder, a Python with pip, and the
# runtimes named in the manifest. The build itself has no network, so the wheels are fetched first.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
wheels=$root/build/flatpak/wheels
runtime_python=3.13
rm -rf "$wheels"
mkdir -p "$wheels"
python3 -m pip wheel --quiet --no-deps --wheel-dir "$wheels" "$root"
python3 -m pip download --quiet --dest "$wheels" --only-binary :all: \
    --python-version "$runtime_python" --platform manylinux_2_34_x86_64 \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 \
    --platform manylinux2014_x86_64 --platform manylinux1_x86_64 "$wheels"/speechdesk-*.whl
rm -f "$wheels"/[Pp]y[Ss]ide6* "$wheels"/shiboken6* # they are the base app's
flatpak-builder --force-clean --repo "$root/build/flatpak/repository" \
    --state-dir "$root/build/flatpak/state" "$root/build/flatpak/program" \
    "$root/packaging/flatpak/io.github.speechdesk.SpeechDesk.json" "$@"
