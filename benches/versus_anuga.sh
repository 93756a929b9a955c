#!/usr/bin/env bash
# Runs the round dam of `flood-round` in ANUGA (installed from PyPI) and here, prints by how much depths differ and draws where:
# docs/validation/round-dam-*-against-anuga.svg.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=target/versus-anuga
if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check anuga==4.2.0 scipy
fi
for bed in wet dry; do
  "$folder/venv/bin/python" benches/versus_anuga.py "$folder" "$bed" 200
  cargo bench --quiet --bench round_dam -- "$PWD/$folder/$bed.txt" "$bed" "$PWD/docs/validation/round-dam-$bed-against-anuga.svg"
done
