//! A hall with two exits, stairs between two decks, and houses of several storeys.

use super::super::{DeckSpec, FlightSpec, Goal, OpeningSpec, Point, Polygon, Segment, VenueSpec};
use super::{rectangle_walls, wall_with_gaps};

/// A hall of 20 m by 8 m with an exit of 1.5 m at either end and 3 m of floor behind each.
pub fn hall_with_two_exits() -> (VenueSpec, Goal) {
    let gap = (3.25, 4.75);
    let mut walls = rectangle_walls([-3.0, 0.0], [23.0, 8.0], &[], &[]);
    walls.extend(wall_with_gaps(0.0, 0.0, 8.0, &[gap]));
    walls.extend(wall_with_gaps(20.0, 0.0, 8.0, &[gap]));
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![Polygon::rectangle([-3.0, 0.0], [23.0, 8.0])],
        walls,
    };
    let exit = |x: f32| OpeningSpec {
        deck: 0,
        line: Segment::new([x, gap.0], [x, gap.1]),
        capacity_per_s: None,
        open: true,
    };
    let goal = Goal {
        areas: vec![
            (0, Polygon::rectangle([-3.0, 0.0], [-2.0, 8.0])),
            (0, Polygon::rectangle([22.0, 0.0], [23.0, 8.0])),
        ],
        lines: Vec::new(),
    };
    (
        VenueSpec {
            decks: vec![deck],
            openings: vec![exit(0.0), exit(20.0)],
            flights: Vec::new(),
        },
        goal,
    )
}

/// Two decks of 6 m by 2 m joined by a flight of 10 m along the slope (8 m plan, 6 m rise).
pub fn straight_stair() -> VenueSpec {
    let deck = |low: Point, high: Point, left: &[(f32, f32)], right: &[(f32, f32)], elevation_m| DeckSpec {
        elevation_m,
        walkable: vec![Polygon::rectangle(low, high)],
        walls: rectangle_walls(low, high, left, right),
    };
    VenueSpec {
        decks: vec![
            deck([0.0, 0.0], [6.0, 2.0], &[], &[(0.0, 2.0)], 0.0),
            deck([14.0, 0.0], [20.0, 2.0], &[(0.0, 2.0)], &[], 6.0),
        ],
        openings: Vec::new(),
        flights: vec![FlightSpec {
            lower_deck: 0,
            upper_deck: 1,
            lower_edge: Segment::new([6.0, 0.0], [6.0, 2.0]),
            // Drawn the other way round: the kernel straightens it.
            upper_edge: Segment::new([14.0, 2.0], [14.0, 0.0]),
            rise_m: 6.0,
            capacity: None,
            open: true,
        }],
    }
}

/// Plan of a storey's hall: from the origin to here, m.
const HALL_M: Point = [12.0, 8.0];
/// Height of a storey, m.
const STOREY_M: f32 = 3.2;
/// The first flight of a stair house lies between these y, the second between those.
const FIRST_M: (f32, f32) = (2.0, 3.5);
const SECOND_M: (f32, f32) = (4.5, 6.0);

/// A two-storey building with a dog-leg stair and one exit on the ground floor.
pub fn dog_leg() -> (VenueSpec, Goal) {
    storeys(2)
}

/// A building of so many storeys, a dog-leg stair between each two, one exit on the ground floor.
///
/// Plan: hall x 0–12, y 0–8 on all floors. The stair house lies to its right: flights side by side, x 13–16, the
/// first (y 2–3.5) from a floor up to the landing (x 16–17.5), the second (y 4.5–6) back to the floor above. Decks
/// are the floors, then the landings.
pub fn storeys(count: u16) -> (VenueSpec, Goal) {
    let landing = |number: u16| DeckSpec {
        elevation_m: STOREY_M * (f32::from(number) + 0.5),
        walkable: vec![Polygon::rectangle([16.0, 2.0], [17.5, 6.0])],
        walls: rectangle_walls([16.0, 2.0], [17.5, 6.0], &[FIRST_M, SECOND_M], &[]),
    };
    let floors = (0..count).map(|number| floor(number, count));
    let decks = floors.chain((0..count - 1).map(landing)).collect();
    let flights = (0..count - 1).flat_map(|number| {
        [
            flight([number, count + number], 13.0, 16.0, FIRST_M),
            flight([count + number, number + 1], 16.0, 13.0, SECOND_M),
        ]
    });
    let exit = OpeningSpec {
        deck: 0,
        line: Segment::new([0.0, 1.0], [0.0, 2.2]),
        capacity_per_s: None,
        open: true,
    };
    let spec = VenueSpec {
        decks,
        openings: vec![exit],
        flights: flights.collect(),
    };
    (spec, Goal::line(0, Segment::new([-4.0, 0.0], [-4.0, 8.0])))
}

/// A hall with stubs of floor before its flights; on the ground an exit and open floor before it.
fn floor(number: u16, count: u16) -> DeckSpec {
    let mut gaps = Vec::new();
    if number + 1 < count {
        gaps.push(FIRST_M);
    }
    if number > 0 {
        gaps.push(SECOND_M);
    }
    let exit: &[(f32, f32)] = if number == 0 { &[(1.0, 2.2)] } else { &[] };
    let mut walkable = vec![Polygon::rectangle([0.0, 0.0], HALL_M)];
    let mut walls = rectangle_walls([0.0, 0.0], HALL_M, exit, &gaps);
    for (low, high) in gaps {
        walkable.push(Polygon::rectangle([12.0, low], [13.0, high]));
        walls.extend([low, high].map(|y| Segment::new([12.0, y], [13.0, y])));
    }
    if number == 0 {
        walkable.push(Polygon::rectangle([-6.0, 0.0], [0.0, 8.0]));
        walls.extend([
            Segment::new([0.0, 0.0], [-6.0, 0.0]),
            Segment::new([-6.0, 0.0], [-6.0, 8.0]),
            Segment::new([-6.0, 8.0], [0.0, 8.0]),
        ]);
    }
    DeckSpec {
        elevation_m: STOREY_M * f32::from(number),
        walkable,
        walls,
    }
}

fn flight([lower_deck, upper_deck]: [u16; 2], from_x: f32, to_x: f32, (low, high): (f32, f32)) -> FlightSpec {
    FlightSpec {
        lower_deck,
        upper_deck,
        lower_edge: Segment::new([from_x, low], [from_x, high]),
        upper_edge: Segment::new([to_x, low], [to_x, high]),
        rise_m: 0.5 * STOREY_M,
        capacity: None,
        open: true,
    }
}
