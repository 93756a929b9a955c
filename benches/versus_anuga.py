"""Runs the round dam of `flood-round` in ANUGA and writes the depth of every square, row after row from the south."""
import sys
import time

import anuga
import numpy

folder, bed, cells = sys.argv[1], sys.argv[2], int(sys.argv[3])
SIDE_M, RADIUS_M, INSIDE_M, AFTER_S = 200.0, 50.0, 10.0, 2.0
outside_m = {"wet": 1.0, "dry": 0.0}[bed]

# Four triangles a square.
domain = anuga.rectangular_cross_domain(
    cells, cells, len1=SIDE_M, len2=SIDE_M, origin=(-SIDE_M / 2, -SIDE_M / 2)
)
domain.set_store(False)
domain.set_flow_algorithm("DE0")
domain.set_quantity("elevation", 0.0)
domain.set_quantity("friction", 0.0)
domain.set_quantity(
    "stage",
    lambda x, y: numpy.where(x * x + y * y < RADIUS_M**2, INSIDE_M, outside_m),
    location="centroids",
)
wall = anuga.Reflective_boundary(domain)
domain.set_boundary({side: wall for side in ("left", "right", "top", "bottom")})
began = time.time()
for _ in domain.evolve(yieldstep=AFTER_S, finaltime=AFTER_S):
    pass
took = time.time() - began

middle = domain.get_centroid_coordinates(absolute=True)
column, row = (numpy.floor((middle[:, axis] + SIDE_M / 2) / (SIDE_M / cells)).astype(int) for axis in (0, 1))
depths = numpy.zeros((cells, cells))
numpy.add.at(depths, (row, column), domain.get_quantity("stage").centroid_values / 4.0)
numpy.savetxt(f"{folder}/{bed}.txt", depths, fmt="%.6f")
print(f"ANUGA {anuga.__version__}, {bed} bed: {domain.number_of_elements} triangles, {took:.1f} s")
