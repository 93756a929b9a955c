"""The earthquake of Durrës in OpenQuake and in Hotwash, one after the other, and what both come to.

Called by versus_openquake.sh, which installs OpenQuake. Same exposure (all rows of the three tables of Albania), fragility
(our set esrm20-albania), rupture plane (scenarios/durres-2019), model (BSSA14), ground (400 m/s) and number of fields.
OpenQuake runs in one process (OQ_DISTRIBUTE=no); it computes expected fractions, so that `--expected` is its like.
"""

import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import time

FIELDS = 200
STATES = ["slight", "moderate", "extensive", "complete"]
TABLES = ["Exposure_Albania_Res.csv", "Exposure_Albania_Com.csv", "Exposure_Albania_Ind.csv"]

PLANE = """<?xml version="1.0" encoding="utf-8"?>
<nrml xmlns="http://openquake.org/xmlns/nrml/0.5">
<singlePlaneRupture>
<magnitude>6.4</magnitude><rake>89</rake><hypocenter lon="19.5256" lat="41.5138" depth="22.0"/>
<planarSurface strike="156.0" dip="63.0">
<topLeft lon="19.50345" lat="41.60284" depth="17.399"/><topRight lon="19.59908" lat="41.44189" depth="17.399"/>
<bottomLeft lon="19.45195" lat="41.58567" depth="26.601"/><bottomRight lon="19.54769" lat="41.42476" depth="26.601"/>
</planarSurface>
</singlePlaneRupture>
</nrml>
"""

EXPOSURE = """<?xml version="1.0" encoding="utf-8"?>
<nrml xmlns="http://openquake.org/xmlns/nrml/0.5">
<exposureModel id="albania" category="buildings" taxonomySource="ESRM20">
<description>Albania</description>
<conversions><costTypes><costType name="structural" type="aggregated" unit="EUR"/></costTypes></conversions>
<assets>exposure.csv</assets>
</exposureModel>
</nrml>
"""

JOB = """[general]
description = Durres 2019
calculation_mode = scenario_damage
random_seed = 1
exposure_file = exposure.xml
rupture_model_file = rupture.xml
rupture_mesh_spacing = 2
structural_fragility_file = fragility.xml
gsim = BooreEtAl2014
reference_vs30_value = 400
reference_vs30_type = inferred
reference_depth_to_1pt0km_per_sec = 100
reference_depth_to_2pt5km_per_sec = 1
truncation_level = 6
maximum_distance = 500
number_of_ground_motion_fields = {fields}
{correlation}
"""

SCENARIO = """format = 1

[exercise]
name = {{ en = "Durrës" }}
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
plane = {{ strike_deg = 156, dip_deg = 63, length_km = 19.59, width_km = 10.33 }}
models = {{ bssa14 = 1.0 }}

[ground]
vs30_m_s = 400
correlation = "{correlation}"

[town.albania]
name = {{ en = "Albania" }}
exposure = {tables}
fragility = "esrm20-albania"
"""

# A process of its own, so that memory and time are the calculation's; imports and compilation are timed apart.
RUN = """
import json, sys, time
t0 = time.time()
from openquake.baselib import config, performance
from openquake.commonlib import logs, readinput
from openquake.calculators import base
from openquake.commonlib import dbapi
from openquake.server.db import actions
actions.upgrade_db(dbapi.db)
t1 = time.time()
log = logs.init(sys.argv[1])
with log:
    calculator = base.calculators(log.get_oqparam(), log.calc_id)
    calculator.run(export_dir='.')
    t2 = time.time()
    store = calculator.datastore
    damage = store['damages-rlzs'][:]
    damage = [damage[name].sum() for name in damage.dtype.names]
    rows = [(r['operation'].decode(), float(r['time_sec'])) for r in store['performance_data'][:]]
    assets = len(store['assetcol'])
print('RESULT', json.dumps({'import_s': t1 - t0, 'run_s': t2 - t1, 'damage': [float(x) for x in damage],
                            'assets': assets, 'stages': rows}))
"""


def lognormal(median, beta):
    """Mean and standard deviation of the shaking itself."""
    mean = median * math.exp(beta * beta / 2)
    return mean, mean * math.sqrt(math.exp(beta * beta) - 1)


def fragility(path):
    functions = []
    for row in csv.DictReader(open("src/scenario/fragility/esrm20-albania.csv")):
        params = ""
        for state in STATES:
            mean, sd = lognormal(float(row[state]), float(row["beta"]))
            params += f'<params ls="{state}" mean="{mean:.9g}" stddev="{sd:.9g}"/>\n'
        functions.append(
            f'<fragilityFunction id="{row["class"]}" format="continuous" shape="logncdf">\n'
            f'<imls imt="{row["measure"]}" minIML="1e-6" maxIML="50" noDamageLimit="1e-6"/>\n{params}</fragilityFunction>\n'
        )
    with open(path, "w") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<nrml xmlns="http://openquake.org/xmlns/nrml/0.5">\n'
            '<fragilityModel id="f" assetCategory="building" lossCategory="structural">\n<description>f</description>\n'
            f'<limitStates>{" ".join(STATES)}</limitStates>\n{"".join(functions)}</fragilityModel>\n</nrml>\n'
        )


def exposure(data, path):
    assets = 0
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "lon", "lat", "taxonomy", "number", "structural"])
        for table in TABLES:
            for row in csv.DictReader(open(f"{data}/{table}")):
                out.writerow([f"a{assets}", row["LONGITUDE"], row["LATITUDE"], row["TAXONOMY"], row["BUILDINGS"], 1])
                assets += 1
    return assets


def theirs(folder, name, correlation, data):
    job = f"{folder}/{name}"
    os.makedirs(job, exist_ok=True)
    exposure(data, f"{job}/exposure.csv")
    fragility(f"{job}/fragility.xml")
    for file, text in [("rupture.xml", PLANE), ("exposure.xml", EXPOSURE), ("run.py", RUN)]:
        open(f"{job}/{file}", "w").write(text)
    open(f"{job}/job.ini", "w").write(JOB.format(fields=FIELDS, correlation=correlation))
    # It keeps its data base and its results below the home folder.
    environment = dict(os.environ, OQ_DISTRIBUTE="no", HOME=os.path.abspath(job))
    environment.pop("OQ_DATADIR", None)
    begun = time.time()
    done = subprocess.run([sys.executable, "run.py", "job.ini"], cwd=job, env=environment, capture_output=True, text=True)
    wall = time.time() - begun
    found = re.search("^RESULT (.*)$", done.stdout, re.M)
    if not found:
        sys.exit(f"OpenQuake failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return dict(json.loads(found.group(1)), wall_s=wall)


def ours(folder, name, correlation, data, expected):
    scenario = f"{folder}/{name}"
    os.makedirs(scenario, exist_ok=True)
    for table in TABLES:
        shutil.copy(f"{data}/{table}", scenario)
        os.chmod(f"{scenario}/{table}", 0o644)
    text = SCENARIO.format(correlation=correlation, tables=json.dumps(TABLES))
    open(f"{scenario}/scenario.toml", "w").write(text)
    command = ["target/release/hotwash", "impact", scenario, "--seeds", f"1..{FIELDS}"] + ["--expected"] * expected
    one_core = dict(os.environ, RAYON_NUM_THREADS="1")
    run = lambda more: subprocess.run(command + more, check=True, env=one_core, stdout=subprocess.DEVNULL)
    walls = []
    # Timed with its summary, and without the table that has a row for each seed, municipality and quantity.
    for _ in range(5):
        begun = time.time()
        run([])
        walls.append(time.time() - begun)
    run(["--quiet", "--out", f"{scenario}/out"])
    rows = csv.DictReader(open(f"{scenario}/out/impact.csv"))
    means = {row["quantity"]: float(row["mean"]) for row in rows if row["municipality"] == "everywhere"}
    damage = [means[f"buildings_{state}"] for state in ["none"] + STATES]
    return {"wall_s": sorted(walls)[len(walls) // 2], "damage": damage}


def show(name, wall_s, assets, damage):
    rate = assets * FIELDS / wall_s
    print(f"{name:34} {wall_s:8.2f} s {rate / 1e3:10.0f} k asset-events/s  " + " ".join(f"{x:9.0f}" for x in damage))


def main():
    folder, data = sys.argv[1:]
    print(f"{'':34} {'time':>10} {'':26} " + " ".join(f"{x:>9}" for x in ["none"] + STATES))
    jb = 'ground_motion_correlation_model = JB2009\nground_motion_correlation_params = {"vs30_clustering": False}'
    for label, theirs_correlation, ours_correlation in [("uncorrelated", "", "none"), ("JB2009", jb, "jayaram-baker")]:
        peer = theirs(folder, f"openquake-{label}", theirs_correlation, data)
        assets = peer["assets"]
        show(f"OpenQuake {label}, whole process", peer["wall_s"], assets, peer["damage"])
        show(f"OpenQuake {label}, calculation", peer["run_s"], assets, peer["damage"])
        for operation, seconds in sorted(peer["stages"], key=lambda stage: -stage[1])[:3]:
            print(f"    {operation}: {seconds:.1f} s")
        for way, expected in [("expected", True), ("drawn", False)]:
            here = ours(folder, f"hotwash-{label}-{way}", ours_correlation, data, expected)
            show(f"Hotwash {label}, {way}, process", here["wall_s"], assets, here["damage"])
            print(f"    ratio of whole processes {peer['wall_s'] / here['wall_s']:.0f}, of the calculation to our process "
                  f"{peer['run_s'] / here['wall_s']:.0f}")


main()
