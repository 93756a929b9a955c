//! Playback: where everybody is, twice a second while anybody walks.

use bevy_ecs::prelude::*;

use crate::geo::{Bounds, Point};
use crate::pedestrian::Place;
use crate::people::{Activity, Afoot, Cover, Roster};
use crate::places::{Site, Whereabouts};
use crate::record::{Frame, Layout, Tracks};
use crate::sim::Given;
use crate::vocabulary::Ms;

/// Frames are this far apart, ms (the rate of the container).
const FRAME_MS: Ms = 500;

/// What the state of a person in a frame stands for.
const STATES: [&str; 7] = [
    "away",
    "settled",
    "preparing",
    "walking",
    "assembled",
    "down",
    "covered",
];

/// The tracks so far, what is looked at for each frame, and the arrays it is filled from.
#[derive(Resource)]
struct Filming {
    tracks: Tracks,
    people: QueryState<(&'static Activity, &'static Whereabouts, &'static Cover)>,
    x_m: Vec<f32>,
    y_m: Vec<f32>,
    state: Vec<u8>,
    level: Vec<u8>,
}

/// The frames that fall between two moments: none in a crowd that is stepped more often.
pub(super) fn frames_between(from_ms: Ms, to_ms: Ms) -> impl Iterator<Item = Ms> {
    let first = from_ms.div_euclid(FRAME_MS) + 1;
    (first..)
        .map(|number| number * FRAME_MS)
        .take_while(move |at_ms| *at_ms < to_ms)
}

/// Takes a frame, if it is time for one.
pub(super) fn push_frame(world: &mut World, now_ms: Ms) {
    if now_ms % FRAME_MS != 0 {
        return;
    }
    if !world.contains_resource::<Filming>() {
        let filming = Filming::new(world, now_ms);
        world.insert_resource(filming);
    }
    world.resource_scope(|world, mut filming: Mut<Filming>| {
        let filming = &mut *filming;
        let roster = world.resource::<Roster>();
        let (site, afoot) = (world.resource::<Site>(), world.resource::<Afoot>());
        for (i, entity) in roster.entities.iter().enumerate() {
            let Ok((activity, whereabouts, cover)) = filming.people.get(world, *entity) else {
                continue;
            };
            let (x, y, level) = match afoot.crowd.position(&site.ground, i as u32) {
                Some(position) => {
                    let level = match position.place {
                        Place::Deck(deck) => deck,
                        Place::Flight(flight) => site.plan.flights[usize::from(flight)].lower.0 as u16,
                    };
                    (position.point[0], position.point[1], level)
                }
                None => (
                    whereabouts.at.x as f32,
                    whereabouts.at.y as f32,
                    whereabouts.level.0 as u16,
                ),
            };
            filming.x_m[i] = x;
            filming.y_m[i] = y;
            filming.level[i] = level as u8;
            filming.state[i] = state_of(*activity, *cover);
        }
        let frame = Frame {
            time_ms: now_ms,
            x_m: &filming.x_m,
            y_m: &filming.y_m,
            state: &filming.state,
            level: &filming.level,
        };
        // A plan is checked to lie within the container's range; a frame out of it would only be missing.
        let _ = filming.tracks.push(frame);
    });
}

fn state_of(activity: Activity, cover: Cover) -> u8 {
    match activity {
        Activity::Away => 0,
        _ if cover.since_ms.is_some() => 6,
        Activity::Settled | Activity::Waiting => 1,
        Activity::Preparing { .. } => 2,
        Activity::Walking | Activity::Errand => 3,
        Activity::Assembled => 4,
        Activity::Down => 5,
    }
}

impl Filming {
    fn new(world: &mut World, now_ms: Ms) -> Self {
        let sight = world.query();
        let given = world.resource::<Given>();
        let people: Vec<_> = given
            .school
            .people
            .iter()
            .map(|person| person.id.as_str().into())
            .collect();
        let outlines = given
            .school
            .plan
            .spaces
            .iter()
            .flat_map(|space| space.outline.outer.iter().copied());
        let bounds = Bounds::around(outlines).unwrap_or(Bounds {
            min: Point::default(),
            max: Point::default(),
        });
        let count = people.len();
        let layout = Layout {
            people,
            states: STATES.iter().map(|state| (*state).into()).collect(),
            levels: given
                .school
                .plan
                .levels
                .iter()
                .map(|level| level.id.as_str().into())
                .collect(),
            bounds_m: [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y],
            crs: None,
            t0_ms: now_ms,
        };
        Self {
            tracks: Tracks::new(layout),
            people: sight,
            x_m: vec![0.0; count],
            y_m: vec![0.0; count],
            state: vec![0; count],
            level: vec![0; count],
        }
    }
}

/// Hands the tracks over; none when nobody ever walked.
pub(super) fn take(world: &mut World) -> Option<Tracks> {
    world.remove_resource::<Filming>().map(|filming| filming.tracks)
}
