//! How much area two polygons have in common.

use super::{Polygon, Segment};

/// The area two polygons have in common, m².
///
/// Both are cut into upright slabs at every corner and at every crossing of an edge of one with an edge of the
/// other. Inside a slab no edges cross, so the common height is linear in x and its value in the middle times the
/// width of the slab is exact. Shared edges and corners need no special case: they only make slabs or heights of
/// about zero. Effort grows with the square of the number of corners.
pub fn overlap_area(a: &Polygon, b: &Polygon) -> f64 {
    let (Some(box_a), Some(box_b)) = (a.bounds(), b.bounds()) else {
        return 0.0;
    };
    if !box_a.near(&box_b, 0.0) {
        return 0.0;
    }
    let (edges_a, edges_b): (Vec<Segment>, Vec<Segment>) = (a.edges().collect(), b.edges().collect());
    let from = box_a.min.x.max(box_b.min.x);
    let to = box_a.max.x.min(box_b.max.x);
    let mut cuts: Vec<f64> = edges_a.iter().chain(&edges_b).map(|edge| edge.a.x).collect();
    for edge in &edges_a {
        cuts.extend(
            edges_b
                .iter()
                .filter_map(|other| edge.intersection(other))
                .map(|p| p.x),
        );
    }
    cuts.extend([from, to]);
    cuts.retain(|x| (from..=to).contains(x));
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    let slab = |pair: &[f64; 2]| {
        let middle = f64::midpoint(pair[0], pair[1]);
        (pair[1] - pair[0]) * common_length(&heights(&edges_a, middle), &heights(&edges_b, middle))
    };
    cuts.array_windows::<2>().map(slab).sum()
}

/// Whether two polygons have more than `tolerance_m2` in common.
pub fn overlaps(a: &Polygon, b: &Polygon, tolerance_m2: f64) -> bool {
    overlap_area(a, b) > tolerance_m2
}

/// Where an upright line meets the edges, from south to north: inside lies between the first and the second, the
/// third and the fourth…
fn heights(edges: &[Segment], x: f64) -> Vec<f64> {
    let height = |Segment { a, b }: &Segment| {
        ((a.x > x) != (b.x > x)).then(|| a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y))
    };
    let mut heights: Vec<f64> = edges.iter().filter_map(height).collect();
    heights.sort_by(f64::total_cmp);
    heights
}

fn common_length(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for [a0, a1] in a.as_chunks::<2>().0 {
        for [b0, b1] in b.as_chunks::<2>().0 {
            sum += (a1.min(*b1) - a0.max(*b0)).max(0.0);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;

    fn triangle(dx: f64) -> Polygon {
        Polygon::new(vec![
            Point::new(dx, 0.0),
            Point::new(dx + 4.0, 0.0),
            Point::new(dx + 2.0, 4.0),
        ])
    }

    fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Polygon {
        Polygon::rectangle(Point::new(x0, y0), Point::new(x1, y1))
    }

    #[test]
    fn verify_overlap_area_of_hand_computed_shapes() {
        let mut frame = rectangle(0.0, 0.0, 10.0, 10.0);
        frame.holes.push(rectangle(2.0, 2.0, 8.0, 8.0).outer);
        let cases = [
            (
                "same",
                rectangle(0.0, 0.0, 2.0, 3.0),
                rectangle(0.0, 0.0, 2.0, 3.0),
                6.0,
            ),
            (
                "shared wall",
                rectangle(0.0, 0.0, 2.0, 3.0),
                rectangle(2.0, 0.0, 4.0, 3.0),
                0.0,
            ),
            (
                "corner",
                rectangle(0.0, 0.0, 2.0, 2.0),
                rectangle(1.0, 1.0, 5.0, 5.0),
                1.0,
            ),
            ("in a hole", frame.clone(), rectangle(2.0, 2.0, 8.0, 8.0), 0.0),
            ("over a hole", frame, rectangle(1.0, 4.0, 9.0, 6.0), 4.0),
            // Two triangles of base 4 and height 4 whose bases share 2 m: a triangle of base 2 and height 2.
            ("triangles", triangle(0.0), triangle(2.0), 2.0),
            (
                "far",
                rectangle(0.0, 0.0, 1.0, 1.0),
                rectangle(50_000.0, 0.0, 50_001.0, 1.0),
                0.0,
            ),
        ];
        for (name, a, b, expected) in cases {
            let tolerance = 1e-9;
            for obtained in [overlap_area(&a, &b), overlap_area(&b, &a)] {
                println!("{name}: expected {expected} m2, obtained {obtained}, tolerance {tolerance}");
                assert!((obtained - expected).abs() <= tolerance, "{name}");
            }
        }
    }

    #[test]
    fn walls_that_differ_by_a_rounded_centimetre_do_not_overlap_noticeably() {
        let slanted = Polygon::new(vec![
            Point::new(0.0, 0.0),
            Point::new(9.0, 0.004),
            Point::new(9.0, 5.8),
            Point::new(0.0, 5.8),
        ]);
        assert!(!overlaps(&slanted, &rectangle(0.0, -3.0, 9.0, 0.002), 0.05));
        assert!(overlaps(&slanted, &rectangle(0.0, -3.0, 9.0, 0.1), 0.05));
    }
}
