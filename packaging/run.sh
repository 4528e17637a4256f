#!/usr/bin/env bash
# Installs what is missing and starts SpeechDesk:  bash packaging/run.sh [speechdesk's own words]
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

set_up run
exec "$venv/bin/speechdesk" "$@"
