//! What water does to people, vehicles, buildings, roads and services: published functions of depth and speed.
//!
//! # How the parts fit
//! ```text
//! rating     hazard rating of DEFRA and the Environment Agency, with debris: danger for some, for most, for all
//! classes    hazard classes H1 to H6 of the Australian handbook
//! body       height and mass by age
//! stability  whether somebody keeps their feet
//! wading     how fast people walk in water
//! drowning   who dies: mortality of an area, and who is swept away
//! cold       how long somebody lasts in cold water
//! vehicles   whether a vehicle stays where it stands
//! roads      how fast one drives through water, and when a road is closed
//! buildings  collapse, and the share of value that is lost
//! services   when power, telephone and rooms are lost
//! ```
//!
//! Nothing here knows a scenario, nothing draws a chance, and nothing remembers: every function says what holds at one
//! place and instant. `docs/models.md` shows each as a chart, with what it cannot say.
//!
//! # Sources
//! Each table says whether its numbers were seen in a source, seen in a public program or page that quotes the source,
//! or not confirmed: then they are recalled, or an assumption.

pub mod body;
pub mod buildings;
pub mod classes;
pub mod cold;
pub mod drowning;
pub mod rating;
pub mod roads;
pub mod services;
pub mod stability;
pub mod vehicles;
pub mod wading;

/// Water at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Depth, m, at least 0.
    pub depth_m: f64,
    /// Speed, m/s, at least 0: the length of the velocity, not one of its parts.
    pub speed_m_s: f64,
}

impl Flow {
    /// Depth by speed, m²/s: the measure of the push of the water that most limits are stated in.
    pub fn product_m2_s(self) -> f64 {
        self.depth_m * self.speed_m_s
    }
}

/// A limit on water: its depth, its speed and their product, each of which has to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Largest depth, m.
    pub depth_m: f64,
    /// Largest speed, m/s.
    pub speed_m_s: f64,
    /// Largest product of depth and speed, m²/s.
    pub product_m2_s: f64,
}

impl Limit {
    /// Whether the water keeps all three; at the limit it does.
    pub fn holds(self, flow: Flow) -> bool {
        flow.depth_m <= self.depth_m
            && flow.speed_m_s <= self.speed_m_s
            && flow.product_m2_s() <= self.product_m2_s
    }
}

/// The value at `x` on straight lines between nodes of rising x; outside them that of the nearest.
fn between(nodes: &[[f64; 2]], x: f64) -> f64 {
    let after = nodes.partition_point(|node| node[0] <= x);
    if after == 0 {
        return nodes[0][1];
    }
    let [x0, y0] = nodes[after - 1];
    nodes
        .get(after)
        .map_or(y0, |[x1, y1]| y0 + (y1 - y0) * (x - x0) / (x1 - x0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_through_their_nodes_and_end_flat() {
        let nodes = [[0.0, 0.0], [1.0, 10.0], [3.0, 20.0]];
        for (x, y) in [
            (-1.0, 0.0),
            (0.0, 0.0),
            (0.5, 5.0),
            (1.0, 10.0),
            (2.0, 15.0),
            (3.0, 20.0),
            (9.0, 20.0),
        ] {
            assert_eq!(between(&nodes, x), y, "{x}");
        }
    }

    #[test]
    fn a_limit_holds_up_to_itself() {
        let limit = Limit {
            depth_m: 1.0,
            speed_m_s: 2.0,
            product_m2_s: 0.5,
        };
        let holds = |depth_m, speed_m_s| limit.holds(Flow { depth_m, speed_m_s });
        assert!(holds(1.0, 0.5) && holds(0.25, 2.0) && holds(0.0, 0.0));
        assert!(!holds(1.01, 0.0) && !holds(0.0, 2.01) && !holds(0.5, 1.01));
    }
}
