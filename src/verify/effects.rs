//! What water does, as charts: the functions of `hazard::flood::effect`, drawn as they are used.

use super::figures::Figure;
use crate::hazard::flood::effect::body::Body;
use crate::hazard::flood::effect::buildings::{Asset, Structure};
use crate::hazard::flood::effect::classes::HazardClass;
use crate::hazard::flood::effect::cold::exhausted_after_min;
use crate::hazard::flood::effect::drowning::{Zone, mortality};
use crate::hazard::flood::effect::rating::{Danger, LandUse, rating};
use crate::hazard::flood::effect::stability::{incipient_speed_m_s, stands};
use crate::hazard::flood::effect::vehicles::Vehicle;
use crate::hazard::flood::effect::wading::{self, Pace};
use crate::hazard::flood::effect::{Flow, roads};
use crate::hazard::flood::works::barrier::{BAGS_A_PERSON_HOUR, bags_a_metre};
use crate::maths;
use crate::plot::chart::{Axis, Chart, Look, Series};

/// Points of a line from one end of an axis to the other.
const POINTS: u16 = 600;

/// Charts of what water does. Drawn at once: nothing is simulated.
pub fn effects() -> Vec<Figure> {
    vec![
        ("flood-rating", hazard_rating()),
        ("flood-classes", hazard_classes()),
        ("flood-people", people_stand()),
        ("flood-wading", people_walk()),
        ("flood-mortality", people_die()),
        ("flood-cold", cold_water()),
        ("flood-vehicles", vehicles_stay()),
        ("flood-roads", vehicles_drive()),
        ("flood-collapse", buildings_go()),
        ("flood-damage", value_lost()),
        ("flood-sandbags", sandbags()),
    ]
}

fn axis(name: &'static str, to: f64, step: f64) -> Axis {
    Axis { name, to, step }
}

fn depth_axis(to: f64, step: f64) -> Axis {
    axis("depth of the water, m", to, step)
}

fn speed_axis(to: f64, step: f64) -> Axis {
    axis("speed of the water, m/s", to, step)
}

/// Evenly from 0 to `to`.
fn steps(to: f64) -> impl Iterator<Item = f64> {
    (0..=POINTS).map(move |i| to * f64::from(i) / f64::from(POINTS))
}

/// Without the points in the middle of level stretches.
fn thinned(points: impl Iterator<Item = [f64; 2]>) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for point in points {
        if let [.., before, last] = &mut kept[..]
            && before[1] == last[1]
            && last[1] == point[1]
        {
            *last = point;
        } else {
            kept.push(point);
        }
    }
    kept
}

/// One of several lines: the values of a function along the axis, as far as there are any.
fn curve(number: usize, name: &str, to: f64, of: impl Fn(f64) -> Option<f64>) -> Series {
    Series {
        name: name.to_owned(),
        points: thinned(steps(to).filter_map(|x| of(x).map(|y| [x, y]))),
        look: Look::Curve(number),
    }
}

fn words(name: &str, at: [f64; 2]) -> Series {
    Series {
        name: name.to_owned(),
        points: vec![at],
        look: Look::Words,
    }
}

/// A fill with its name in the legend, the short name written in it, and where that stands.
type Labelled = (usize, &'static str, &'static str, [f64; 2]);

/// Areas of depth and speed, one over the other, each from where the flow is at least of its rank.
fn areas(x: &Axis, y: &Axis, labels: &[Labelled], rank: impl Fn(Flow) -> usize) -> Vec<Series> {
    let corners = |from: usize| {
        let edge = steps(x.to).map(|depth_m| {
            let is_in = |speed_m_s| rank(Flow { depth_m, speed_m_s }) >= from;
            [depth_m, lowest(y.to, is_in)]
        });
        let mut corners = thinned(edge);
        corners.extend([[x.to, y.to], [0.0, y.to]]);
        corners
    };
    let fills = labels
        .iter()
        .enumerate()
        .map(|(from, (fill, name, _, _))| Series {
            name: (*name).to_owned(),
            points: corners(from),
            look: Look::Area(*fill),
        });
    let names = labels.iter().map(|(_, _, short, at)| words(short, *at));
    fills.chain(names).collect()
}

/// The lowest value up to `to` from which on something holds, to a thousandth of `to`; `to` if nowhere.
fn lowest(to: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let mut between = [0.0, to];
    if holds(0.0) {
        return 0.0;
    }
    for _ in 0..10 {
        let middle = 0.5 * (between[0] + between[1]);
        between[usize::from(holds(middle))] = middle;
    }
    between[1]
}

fn hazard_rating() -> Chart {
    let (x, y) = (depth_axis(2.0, 0.5), speed_axis(4.0, 1.0));
    let labels = [
        (0, "low: caution (below 0.75)", "low", [0.12, 1.0]),
        (
            2,
            "danger for some: children, the elderly (from 0.75)",
            "some",
            [0.335, 0.06],
        ),
        (3, "danger for most (from 1.25)", "most", [0.5, 0.3]),
        (4, "danger for all, rescuers too (from 2.0)", "all", [1.3, 2.0]),
    ];
    let series = areas(&x, &y, &labels, |flow| {
        Danger::of(rating(flow, LandUse::Urban)) as usize
    });
    Chart {
        title: "Danger for people: hazard rating d (v + 0.5) + debris, built-up land".to_owned(),
        description: "From a depth of 0.25 m on, debris makes built-up land dangerous for some even in still water, and \
                      for all soon after."
            .to_owned(),
        x,
        y,
        series,
    }
}

fn hazard_classes() -> Chart {
    let (x, y) = (depth_axis(5.0, 1.0), speed_axis(5.0, 1.0));
    let labels = [
        (0, "H1: generally safe", "H1", [0.12, 0.4]),
        (1, "H2: unsafe for small vehicles", "H2", [0.4, 0.1]),
        (
            2,
            "H3: unsafe for vehicles, children, the elderly",
            "H3",
            [0.85, 0.25],
        ),
        (3, "H4: unsafe for vehicles and people", "H4", [1.6, 0.25]),
        (
            4,
            "H5: buildings may be damaged, weak ones fail",
            "H5",
            [2.0, 1.2],
        ),
        (5, "H6: all buildings may fail", "H6", [3.2, 3.0]),
    ];
    let series = areas(&x, &y, &labels, |flow| HazardClass::of(flow) as usize);
    Chart {
        title: "Hazard classes H1 to H6 of the Australian handbook".to_owned(),
        description: "Six areas of depth and speed, from generally safe to the failure of all buildings."
            .to_owned(),
        x,
        y,
        series,
    }
}

/// People of whom charts tell, by age.
const PEOPLE: [(&str, f64); 4] = [
    ("6 years", 6.0),
    ("10 years", 10.0),
    ("14 years", 14.0),
    ("adult", 30.0),
];

fn people_stand() -> Chart {
    let (x, y) = (depth_axis(1.5, 0.5), speed_axis(4.0, 1.0));
    let mut series: Vec<Series> = PEOPLE
        .iter()
        .enumerate()
        .map(|(number, (name, age))| {
            let body = Body::of_age(*age);
            let name = format!("{name}, {:.2} m, {:.0} kg", body.height_m, body.mass_kg);
            curve(number, &name, x.to, |depth_m| {
                let still = Flow {
                    depth_m,
                    speed_m_s: 0.0,
                };
                let speed = (depth_m > 0.0).then(|| incipient_speed_m_s(depth_m, body))?;
                let speed = if stands(still, body) { speed } else { 0.0 };
                (speed <= y.to).then_some(speed)
            })
        })
        .collect();
    series.extend([
        words("stand", [0.12, 0.6]),
        words("swept off their feet", [1.05, 2.2]),
    ]);
    Chart {
        title: "The speed of water that sweeps people off their feet".to_owned(),
        description: "It falls with depth. A child of six loses its feet in half a metre of water at three fifths of the \
                      speed that an adult withstands."
            .to_owned(),
        x,
        y,
        series,
    }
}

fn people_walk() -> Chart {
    /// What all of them make on dry ground here.
    const DRY_M_S: f64 = 1.3;
    let x = depth_axis(1.0, 0.2);
    let group = |number, name: &str, years: f64, speed_m_s: f64| {
        curve(number, name, x.to, |depth_m| {
            let flow = Flow { depth_m, speed_m_s };
            Some(wading::speed_m_s(
                flow,
                years,
                Body::of_age(years),
                Pace::Walk,
                DRY_M_S,
            ))
        })
    };
    let series = vec![
        group(0, "8 years, still water", 8.0, 0.0),
        group(1, "25 years, still water", 25.0, 0.0),
        group(2, "40 years, still water", 40.0, 0.0),
        group(3, "65 years, still water", 65.0, 0.0),
        group(4, "40 years, water of 1 m/s: swept away where it ends", 40.0, 1.0),
    ];
    Chart {
        title: "Walking in water, for people who make 1.3 m/s on dry ground".to_owned(),
        description:
            "Nobody is slowed by 0.2 m of water; beyond it people make about half of their speed and less."
                .to_owned(),
        x,
        y: axis("walking speed, m/s", 1.5, 0.5),
        series,
    }
}

fn people_die() -> Chart {
    let (x, y) = (
        depth_axis(6.0, 1.0),
        axis("die, % of those who are there", 100.0, 20.0),
    );
    let of = |zone| move |depth_m| Some(100.0 * mortality(zone, depth_m));
    // World Bank, code of its flood screening, labelled Jonkman 2008: one curve for all zones.
    let other = |depth_m: f64| Some(98.5 / (1.0 + maths::exp(6.32 - 1.412 * depth_m)));
    let rapid = |depth_m: f64| {
        let is_in = depth_m >= Zone::RAPID_RISE[1];
        is_in.then(|| 100.0 * mortality(Zone::RapidRise, depth_m))
    };
    let series = vec![
        curve(
            1,
            "water rises by 0.5 m/h and more, and is 2.1 m deep",
            x.to,
            rapid,
        ),
        curve(0, "all other places", x.to, of(Zone::Remaining)),
        curve(
            4,
            "not used: one curve that the World Bank uses for all",
            x.to,
            other,
        ),
    ];
    Chart {
        title: "Who dies in a flooded area (after the Netherlands, 1953)".to_owned(),
        description: "Less than one in a hundred where water rises slowly; half at 4.3 m where it rises fast; near a breach \
                      everybody."
            .to_owned(),
        x,
        y,
        series,
    }
}

fn cold_water() -> Chart {
    let (x, y) = (
        axis("temperature of the water, °C", 15.0, 5.0),
        axis("exhausted after, min", 120.0, 20.0),
    );
    let edge = |side: usize| move |water_c| exhausted_after_min(water_c).map(|times| [water_c, times[side]]);
    let lower = thinned(steps(x.to).filter_map(edge(0)));
    let upper = thinned(steps(x.to).filter_map(edge(1)));
    let band = Series {
        name: "from the shortest to the longest time of the table".to_owned(),
        points: lower.into_iter().chain(upper.into_iter().rev()).collect(),
        look: Look::Area(1),
    };
    Chart {
        title: "How long somebody lasts in cold water up to the neck".to_owned(),
        description: "15 to 30 minutes in water near freezing, half an hour to an hour at 5 to 10 degrees, one to two hours \
                      up to 15 degrees."
            .to_owned(),
        x,
        y,
        series: vec![band],
    }
}

fn vehicles_stay() -> Chart {
    let (x, y) = (depth_axis(0.8, 0.2), speed_axis(4.0, 1.0));
    let limit = |number, name: &str, vehicle: Vehicle| {
        let stays = move |depth_m, speed_m_s| vehicle.stays(Flow { depth_m, speed_m_s });
        let deepest = vehicle.limit().depth_m;
        let mut line = curve(number, name, x.to, |depth_m| {
            let fastest = lowest(y.to, |speed_m_s| !stays(depth_m, speed_m_s));
            (depth_m <= deepest).then_some(fastest)
        });
        let end = vehicle.limit().product_m2_s / deepest;
        line.points.extend([[deepest, end], [deepest, 0.0]]);
        line
    };
    let series = vec![
        limit(0, "small car", Vehicle::SmallCar),
        limit(1, "large car; ambulance (assumed)", Vehicle::LargeCar),
        limit(2, "four-wheel drive; bus (assumed)", Vehicle::FourWheelDrive),
        limit(3, "fire engine, truck (assumed)", Vehicle::Truck),
        words("stay", [0.08, 1.0]),
        words("float or slide", [0.6, 2.2]),
    ];
    Chart {
        title: "Where vehicles that stand in water begin to float or slide".to_owned(),
        description: "A small car floats at 0.3 m of still water, and slides in 0.1 m of water at 3 m/s."
            .to_owned(),
        x,
        y,
        series,
    }
}

fn vehicles_drive() -> Chart {
    let x = depth_axis(0.8, 0.2);
    let speed = |number, name: &str, vehicle: Vehicle| {
        curve(number, name, x.to, |depth_m| {
            let still = Flow {
                depth_m,
                speed_m_s: 0.0,
            };
            Some(3.6 * roads::speed_m_s(still, vehicle))
        })
    };
    let series = vec![
        speed(
            0,
            "car: closed from 0.3 m on; ambulance (assumed)",
            Vehicle::SmallCar,
        ),
        speed(2, "four-wheel drive, bus (assumed)", Vehicle::FourWheelDrive),
        speed(3, "fire engine, truck (assumed)", Vehicle::Truck),
    ];
    Chart {
        title: "The fastest at which a driver keeps control in still water".to_owned(),
        description: "A car makes 87 km/h in no water, 41 in 0.1 m, 12 in 0.2 m, and nothing from 0.3 m on."
            .to_owned(),
        x,
        y: axis("speed of the vehicle, km/h", 100.0, 20.0),
        series,
    }
}

fn buildings_go() -> Chart {
    let (x, y) = (depth_axis(5.0, 1.0), speed_axis(6.0, 1.0));
    let labels = [
        (0, "wet: slower than 2 m/s, or below 3 m²/s", "wet", [2.5, 1.0]),
        (3, "partial damage: from 3 m²/s on", "partial", [1.3, 3.6]),
        (4, "destroyed: from 7 m²/s on", "destroyed", [3.5, 4.0]),
    ];
    let series = areas(&x, &y, &labels, |flow| Structure::of(flow) as usize);
    Chart {
        title: "What a flood wave does to houses of brick and stone".to_owned(),
        description: "Below 2 m/s they only get wet; beyond that the product of depth and speed decides."
            .to_owned(),
        x,
        y,
        series,
    }
}

fn value_lost() -> Chart {
    let (x, y) = (depth_axis(6.0, 1.0), axis("lost, % of the value", 100.0, 20.0));
    let names = [
        "homes",
        "commerce",
        "industry",
        "transport",
        "infrastructure",
        "agriculture",
    ];
    let curves = Asset::ALL.iter().zip(names).enumerate();
    let series = curves.map(|(number, (asset, name))| {
        curve(number, name, x.to, |depth_m| {
            Some(100.0 * asset.share_lost(depth_m))
        })
    });
    Chart {
        title: "Share of its value that water takes, means of Europe".to_owned(),
        description: "A quarter of the value of a home at half a metre, three quarters at three metres."
            .to_owned(),
        series: series.collect(),
        x,
        y,
    }
}

fn sandbags() -> Chart {
    let (x, y) = (
        axis("height of the wall, m", 1.2, 0.2),
        axis("hours of work for 100 m of wall", 4_000.0, 1_000.0),
    );
    let work = |rate| move |height_m| Some(100.0 * bags_a_metre(height_m) / rate);
    let series = vec![
        curve(
            0,
            "12 bags an hour for each person, filled and laid",
            x.to,
            work(BAGS_A_PERSON_HOUR),
        ),
        curve(
            1,
            "not used: a pair that fills and lays 13 together",
            x.to,
            work(6.5),
        ),
    ];
    Chart {
        title: "Work for a wall of sandbags of 100 m".to_owned(),
        description:
            "Half a metre takes 4,800 bags and 400 hours of work, a metre 17,500 bags and 1,460 hours."
                .to_owned(),
        x,
        y,
        series,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stays_between_its_axes() {
        for (name, chart) in effects() {
            for series in &chart.series {
                assert!(!series.points.is_empty(), "{name}: {}", series.name);
                for [x, y] in &series.points {
                    let is_in = (0.0..=chart.x.to).contains(x) && (0.0..=chart.y.to).contains(y);
                    assert!(is_in, "{name}: {} at {x}, {y}", series.name);
                }
            }
        }
    }
}
