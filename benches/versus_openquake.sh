#!/usr/bin/env bash
# Runs the earthquake of Durrës in OpenQuake (installed from PyPI) and here, on the same exposure and fragility, and prints
# times, asset-events a second and the mean damage of both. HOTWASH_DATA names the folder with albania-2019/.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=target/versus-openquake
data=${HOTWASH_DATA:-../shared/data}/albania-2019
if [ ! -e "$folder/installed" ]; then
  python3 -m venv "$folder/venv"
  pip() { "$folder/venv/bin/pip" --quiet --disable-pip-version-check "$@" || true; }
  # The whole package asks for a gdal that has no wheel: the engine alone, then what it imports. pip says what it misses.
  pip install --no-deps openquake.engine==3.26.2
  pip install numpy scipy pandas h5py numba toml decorator matplotlib psutil pyzmq requests pyproj shapely 'docutils<0.20' \
    'django<5' fiona setproctitle lxml 'setuptools<81' pyshp h3 alpha_shapes django_cors_headers geopandas
  "$folder/venv/bin/python" -c 'import openquake.calculators'
  touch "$folder/installed"
fi
cargo build --quiet --release
"$folder/venv/bin/python" benches/versus_openquake.py "$folder" "$data"
