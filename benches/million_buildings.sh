#!/usr/bin/env bash
# A million single buildings, each at a place of its own in 60 × 60 km, with classes of three measures; a hundred outcomes
# with correlated shaking. Prints time and memory of the whole process. `benches/million_buildings.sh 100000` takes fewer.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-1000000}
folder=target/buildings-$count
mkdir -p "$folder"
cargo build --quiet --release
python3 - "$folder" "$count" <<'PYTHON'
import random
import sys

folder, count = sys.argv[1], int(sys.argv[2])
# One class each of PGA, SA(0.6) and SA(1.0).
by_measure = {}
for line in open("src/scenario/fragility/esrm20-albania.csv").readlines()[1:]:
    by_measure.setdefault(line.split(",")[2], line.split(",")[0])
classes = [by_measure[measure] for measure in ("PGA", "SA(0.6)", "SA(1.0)")]
draw = random.Random(1)
with open(f"{folder}/buildings.csv", "w") as file:
    file.write("id,place,municipality,longitude,latitude,class,use,storeys,buildings,occupants_day,occupants_night,"
               "occupants_transit,floor_area_m2\n")
    for i in range(count):
        lon, lat = 19.2 + 0.72 * draw.random(), 41.2 + 0.54 * draw.random()
        file.write(f"b{i},town,town,{lon:.6f},{lat:.6f},{classes[i % 3]},residential,4,1,2,4,3,150\n")
with open(f"{folder}/scenario.toml", "w") as file:
    file.write('''format = 1

[exercise]
name = { en = "A million buildings" }
starts = 2019-11-26T03:50:00+01:00
lasts = "72 h"
sample_every = "10 min"

[hazard.mainshock]
kind = "computed-earthquake"
at = 2019-11-26T03:54:12+01:00
magnitude_mw = 6.4
longitude = 19.5256
latitude = 41.5138
depth_km = 22
rake_deg = 89
plane = { strike_deg = 156, dip_deg = 63, length_km = 19.59, width_km = 10.33 }
models = { bssa14 = 1.0 }

[town.town]
name = { en = "Town" }
buildings = "buildings.csv"
fragility = "esrm20-albania"
''')
PYTHON
python3 - "$folder" <<'PYTHON'
import resource
import subprocess
import sys
import time

for way in ([], ["--expected"]):
    begun = time.time()
    command = ["target/release/hotwash", "impact", sys.argv[1], "--seeds", "1..100", "--quiet", *way]
    subprocess.run(command, check=True)
    seconds = time.time() - begun
    # The largest of all children so far.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024
    print(f"{'expected' if way else 'drawn'}: {seconds:.1f} s, at most {memory:.2f} GiB")
PYTHON
