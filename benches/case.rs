//! Runs one case of a peer's benchmark and prints how many agent-steps a second the kernel takes:
//!
//!     cargo bench --bench case -- FILE [SECONDS]
//!
//! The file is JSON: `area_wkt` (where one can walk), `exits` (a ring of corners each: whoever is in it has left), and
//! `agents` (`x`, `y`, `exit`, `v0` in m/s). See `versus_jupedsim.sh`.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a bench reads its case and the clock; no result of a run hangs on either"
)]

mod crowd;

use std::time::Instant;

use crowd::{Case, run};
use hotwash::diagnostic::SourceId;
use hotwash::geo::wkt::{self, ShapeKind};
use hotwash::pedestrian::{
    Crowd, DeckSpec, Field, Goal, Place, Point, Polygon, Segment, Venue, VenueSpec, Walker,
};

/// Times the case is run; the median counts.
const RUNS: usize = 5;
/// Steps of 50 ms in a second.
const STEPS_PER_S: f64 = 20.0;
/// Half a shoulder width of the kernel's default adult, m.
const RADIUS_M: f32 = 0.18;

#[derive(serde::Deserialize)]
struct File {
    area_wkt: String,
    exits: Vec<Vec<Point>>,
    agents: Vec<Agent>,
}

#[derive(serde::Deserialize)]
struct Agent {
    x: f32,
    y: f32,
    exit: u16,
    v0: f32,
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let Some(path) = arguments.first() else {
        println!("no case given: see benches/versus_jupedsim.sh");
        return;
    };
    let seconds: f64 = arguments.get(1).map_or(3_600.0, |s| s.parse().expect("seconds"));
    let text = std::fs::read_to_string(path).expect("the file of the case");
    let case = read(&serde_json::from_str(&text).expect("a case"));
    let mut rates = Vec::new();
    let mut outcome = (0, 0);
    for _ in 0..RUNS {
        let mut case = case.clone();
        let begun = Instant::now();
        let agent_steps = run(&mut case, (seconds * STEPS_PER_S) as u32);
        rates.push(agent_steps as f64 / begun.elapsed().as_secs_f64());
        outcome = (agent_steps, case.crowd.len());
    }
    rates.sort_by(f64::total_cmp);
    println!(
        "{}",
        serde_json::json!({
            "agents": case.people,
            "left_inside": outcome.1,
            "agent_steps": outcome.0,
            "agent_steps_per_s": rates[RUNS / 2].round(),
        })
    );
}

fn read(file: &File) -> Case {
    let shapes = wkt::parse(&file.area_wkt, SourceId(0)).expect("an area");
    let walkable: Vec<Polygon> = shapes
        .into_iter()
        .filter_map(|shape| match shape.kind {
            ShapeKind::Area(area) => Some(Polygon {
                outline: ring(&area.outer),
                holes: area.holes.iter().map(|hole| ring(hole)).collect(),
            }),
            ShapeKind::Line(_) => None,
        })
        .collect();
    let walls: Vec<Segment> = walkable.iter().flat_map(Polygon::sides).collect();
    let venue = Venue::new(&VenueSpec {
        decks: vec![DeckSpec {
            elevation_m: 0.0,
            walkable,
            walls,
        }],
        ..VenueSpec::default()
    })
    .expect("a sound area");
    let goal = |outline: &Vec<Point>| {
        let area = Polygon {
            outline: outline.clone(),
            holes: Vec::new(),
        };
        Field::solve(&venue, Goal::area(0, area))
    };
    let fields = file.exits.iter().map(goal).collect();
    let mut crowd = Crowd::new();
    for (ordinal, agent) in (0..).zip(&file.agents) {
        crowd.insert(
            &venue,
            Walker {
                ordinal,
                place: Place::Deck(0),
                position: [agent.x, agent.y],
                radius_m: RADIUS_M,
                flat_m_s: agent.v0,
                up_m_s: 0.5 * agent.v0,
                down_m_s: 0.6 * agent.v0,
                field: Some(agent.exit),
            },
        );
    }
    Case {
        venue,
        fields,
        crowd,
        people: file.agents.len() as u32,
    }
}

fn ring(corners: &[hotwash::geo::Point]) -> Vec<Point> {
    corners
        .iter()
        .map(|corner| [corner.x as f32, corner.y as f32])
        .collect()
}
