#!/usr/bin/env bash
# Runs the same cases in JuPedSim (installed from PyPI) and here, and prints the ratio of agent-steps a second.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=target/versus-jupedsim
if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check jupedsim==1.4.2 shapely
fi
cargo bench --quiet --bench case
"$folder/venv/bin/python" benches/versus_jupedsim.py "$folder"
