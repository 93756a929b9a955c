"""The same rooms, people and speeds in JuPedSim and in Hotwash, one after the other on one core, and the ratio.

Called by versus_jupedsim.sh, which installs JuPedSim. Only the steps are timed on both sides: no set-up, no files.
JuPedSim: collision-free speed model V2, radius 0.15 m, its other defaults, steps of 50 ms.
"""

import json
import math
import os
import random
import statistics
import subprocess
import sys
import time

import jupedsim as jps
from shapely.geometry import box
from shapely.ops import unary_union

DT_S = 0.05
RUNS = 3


def grid(x0, y0, x1, y1, n):
    """n places in rows, 0.35 m from the walls."""
    w, h = x1 - x0 - 0.7, y1 - y0 - 0.7
    columns = math.ceil(math.sqrt(n * w / h))
    rows = math.ceil(n / columns)
    place = lambda i, of, size: size * i / max(of - 1, 1)
    return [
        (x0 + 0.35 + place(i // rows, columns, w), y0 + 0.35 + place(i % rows, rows, h)) for i in range(n)
    ]


def rectangle(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def room(n, door_m):
    """A square room at 2 persons/m2, one door through 0.4 m of wall."""
    side = math.sqrt(n / 2)
    low, high = (side - door_m) / 2, (side + door_m) / 2
    area = unary_union([box(0, 0, side, side), box(side - 1e-6, low, side + 1.4, high)])
    return area, [rectangle(side + 0.4, low, side + 1.4, high)], [(p, 0) for p in grid(0, 0, side, side, n)]


def school():
    """20 classrooms of 26 on either side of a corridor of 3 m, 1,040 people, doors of 0.9 m, an exit at either end."""
    wall, width, depth, half = 0.2, 9.0, 7.0, 1.5
    length = 20 * (width + wall) + wall
    parts, people = [box(-10, -half, length + 10, half)], []
    for k in range(20):
        x = wall + k * (width + wall)
        door = (x + width - 1.5, x + width - 0.6)
        for y0, y1, d0, d1 in (
            (half + wall, half + wall + depth, half - 1e-6, half + wall + 1e-6),
            (-half - wall - depth, -half - wall, -half - wall - 1e-6, -half + 1e-6),
        ):
            parts += [box(x, y0, x + width, y1), box(door[0], d0, door[1], d1)]
            people += [(p, 0 if x < length / 2 else 1) for p in grid(x, y0, x + width, y1, 26)]
    exits = [rectangle(-10, -half, -9, half), rectangle(length + 9, -half, length + 10, half)]
    return unary_union(parts), exits, people


CASES = [
    ("1,000 people, door 2 m", room(1_000, 2.0), 3_600),
    ("10,000 people, door 10 m, 20 s", room(10_000, 10.0), 20),
    ("school floor, 1,040 people", school(), 3_600),
]


def write(name, area, exits, people):
    luck = random.Random(1)
    agents = [
        {"x": x, "y": y, "exit": exit, "v0": min(max(luck.gauss(1.34, 0.26), 0.5), 2.2)}
        for (x, y), exit in people
    ]
    with open(name, "w") as file:
        json.dump({"area_wkt": area.wkt, "exits": exits, "agents": agents}, file)
    return agents


def jupedsim(area, exits, agents, seconds):
    """Agent-steps and agent-steps a second."""
    simulation = jps.Simulation(model=jps.CollisionFreeSpeedModelV2(), geometry=area, dt=DT_S)
    stages = [simulation.add_exit_stage(exit) for exit in exits]
    journeys = [simulation.add_journey(jps.JourneyDescription([stage])) for stage in stages]
    for agent in agents:
        simulation.add_agent(
            jps.CollisionFreeSpeedModelV2AgentParameters(
                position=(agent["x"], agent["y"]),
                journey_id=journeys[agent["exit"]],
                stage_id=stages[agent["exit"]],
                desired_speed=agent["v0"],
                radius=0.15,
            )
        )
    steps, begun = 0, time.perf_counter()
    while (inside := simulation.agent_count()) and simulation.elapsed_time() < seconds:
        simulation.iterate()
        steps += inside
    return steps / (time.perf_counter() - begun)


def hotwash(name, seconds):
    command = ["cargo", "bench", "--quiet", "--bench", "case", "--", os.path.abspath(name), str(seconds)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(folder):
    print(f"JuPedSim {jps.__version__}, agent-steps a second, median of {RUNS} and 5 runs")
    for number, (title, (area, exits, people), seconds) in enumerate(CASES):
        name = os.path.join(folder, f"case-{number}.json")
        agents = write(name, area, exits, people)
        theirs = statistics.median(jupedsim(area, exits, agents, seconds) for _ in range(RUNS))
        ours = hotwash(name, seconds)
        if ours["left_inside"] and seconds == 3_600:
            sys.exit(f"{title}: {ours['left_inside']} people are left inside")
        rate = ours["agent_steps_per_s"]
        print(f"{title:32} {theirs:10,.0f} {rate:12,.0f}   ratio {rate / theirs:.1f}", flush=True)


main(sys.argv[1])
