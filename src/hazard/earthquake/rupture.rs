//! Where the earth breaks: a point, or a rectangle on a fault, and how far from it a place is.

use thiserror::Error;

use crate::geo::{Frame, LonLat, Point};
use crate::maths;

/// The sense of the slip on a fault, as scaling relations and models of duration tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// The sides pass each other.
    StrikeSlip,
    /// The upper side goes down.
    Normal,
    /// The upper side is pushed up.
    Reverse,
}

impl Mechanism {
    /// The mechanism of a rake in degrees: strike-slip within 45° of horizontal.
    pub fn of_rake(rake_deg: f64) -> Self {
        let off_horizontal_deg = rake_deg.abs().min(180.0 - rake_deg.abs());
        if off_horizontal_deg <= 45.0 {
            Self::StrikeSlip
        } else if rake_deg < 0.0 {
            Self::Normal
        } else {
            Self::Reverse
        }
    }
}

/// A rectangle on a fault, and where on it the rupture begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    /// Direction of the upper edge, degrees from north over east; the plane dips to the right of it.
    pub strike_deg: f64,
    /// How steeply it goes down, degrees from horizontal: above 0, at most 90.
    pub dip_deg: f64,
    /// Length along the strike, km.
    pub length_km: f64,
    /// Width down the dip, km.
    pub width_km: f64,
    /// Where the hypocentre lies along the strike: share of the length, 0 to 1.
    pub along: f64,
    /// Where it lies down the dip: share of the width from the upper edge, 0 to 1.
    pub down: f64,
}

impl Plane {
    /// A rectangle around its hypocentre.
    pub const fn centred(strike_deg: f64, dip_deg: f64, length_km: f64, width_km: f64) -> Self {
        Self {
            strike_deg,
            dip_deg,
            length_km,
            width_km,
            along: 0.5,
            down: 0.5,
        }
    }

    /// A rectangle around its hypocentre, as large as earthquakes of a magnitude and a mechanism are in the middle.
    ///
    /// # Source
    /// K. K. S. Thingbaijam, P. M. Mai, K. Goda, "New Empirical Earthquake Source-Scaling Laws", Bulletin of the
    /// Seismological Society of America 107 (2017) 2225–2246, table 1, crustal faults, as `OpenQuake` transcribes it
    /// (`scalerel/thingbaijam2017.py`): log10 of length and width in km, linear in magnitude. One standard
    /// deviation is a factor of 1.2 to 1.4.
    pub fn scaled(strike_deg: f64, dip_deg: f64, magnitude_mw: f64, mechanism: Mechanism) -> Self {
        let (length, width) = match mechanism {
            Mechanism::StrikeSlip => ([-2.943, 0.681], [-0.543, 0.261]),
            Mechanism::Normal => ([-1.722, 0.485], [-0.829, 0.323]),
            Mechanism::Reverse => ([-2.693, 0.614], [-1.669, 0.435]),
        };
        let km =
            |[constant, by_magnitude]: [f64; 2]| maths::pow(10.0, constant + by_magnitude * magnitude_mw);
        Self::centred(strike_deg, dip_deg, km(length), km(width))
    }

    /// Whether its numbers are those of a plane.
    fn check(&self) -> Result<(), RuptureError> {
        // The longest ruptures known are shorter than 2,000 km; the frame is good for less.
        let is_size = |km: f64| km > 0.0 && km <= 2_000.0;
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        for (what, value, is_good, range) in [
            (
                "strike",
                self.strike_deg,
                self.strike_deg.abs() <= 360.0,
                "an angle, −360 to 360 degrees",
            ),
            (
                "dip",
                self.dip_deg,
                self.dip_deg > 0.0 && self.dip_deg <= 90.0,
                "above 0 and at most 90 degrees",
            ),
            (
                "length",
                self.length_km,
                is_size(self.length_km),
                "above 0 and at most 2000 km",
            ),
            (
                "width",
                self.width_km,
                is_size(self.width_km),
                "above 0 and at most 2000 km",
            ),
            (
                "place of the hypocentre along the strike",
                self.along,
                is_share(self.along),
                "0 to 1",
            ),
            (
                "place of the hypocentre down the dip",
                self.down,
                is_share(self.down),
                "0 to 1",
            ),
        ] {
            if !is_good {
                return Err(RuptureError::Plane { what, value, range });
            }
        }
        Ok(())
    }
}

/// Why numbers are no rupture.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum RuptureError {
    /// The hypocentre lies nowhere under the ground.
    #[error("the hypocentre is no place under the ground: {lon_deg}° E, {lat_deg}° N, {depth_km} km deep")]
    Hypocentre {
        /// Its longitude, degrees.
        lon_deg: f64,
        /// Its latitude, degrees.
        lat_deg: f64,
        /// Its depth, km.
        depth_km: f64,
    },
    /// A number of the plane that no plane has.
    #[error("the {what} of the plane is {value}: it has to be {range}")]
    Plane {
        /// Which number.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What it has to be.
        range: &'static str,
    },
    /// The upper edge lies in the air.
    #[error(
        "the plane comes out of the ground: its upper edge lies {above_km:.2} km above it; \
         put the hypocentre deeper, nearer to the upper edge, or make the plane narrower"
    )]
    OutOfGround {
        /// How far above, km.
        above_km: f64,
    },
}

/// Where the earth breaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rupture {
    hypocentre: LonLat,
    depth_km: f64,
    frame: Frame,
    sheet: Option<Sheet>,
}

/// A plane, ready to be measured: the rectangle in km around the hypocentre.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sheet {
    /// Direction of the strike on the ground.
    strike: Point,
    sin_dip: f64,
    cos_dip: f64,
    /// From where to where it reaches along the strike, km.
    along_km: [f64; 2],
    /// From where to where it reaches down the dip, km along the plane.
    down_km: [f64; 2],
}

/// How far a value lies outside a range.
fn beyond(value: f64, [from, to]: [f64; 2]) -> f64 {
    (from - value).max(value - to).max(0.0)
}

fn on_the_way([from, to]: [f64; 2], share: f64) -> f64 {
    from + (to - from) * share
}

impl Rupture {
    /// A rupture that is so small, or so little known, that it counts as a point.
    ///
    /// # Errors
    /// A hypocentre that is no place under the ground.
    pub fn point(hypocentre: LonLat, depth_km: f64) -> Result<Self, RuptureError> {
        let LonLat { lon_deg, lat_deg } = hypocentre;
        let is_on_earth = lon_deg.abs() <= 360.0 && lat_deg.abs() <= 90.0;
        let is_in_earth = (0.0..=crate::geo::EARTH_RADIUS_KM).contains(&depth_km);
        if !is_on_earth || !is_in_earth {
            return Err(RuptureError::Hypocentre {
                lon_deg,
                lat_deg,
                depth_km,
            });
        }
        Ok(Self {
            hypocentre,
            depth_km,
            frame: Frame::around(hypocentre),
            sheet: None,
        })
    }

    /// A rupture of a plane.
    ///
    /// # Errors
    /// A hypocentre that is no place under the ground, a plane that is none, or one that comes out of the ground.
    pub fn plane(hypocentre: LonLat, depth_km: f64, plane: &Plane) -> Result<Self, RuptureError> {
        let point = Self::point(hypocentre, depth_km)?;
        plane.check()?;
        let [strike, dip] = [plane.strike_deg.to_radians(), plane.dip_deg.to_radians()];
        let reach = |size_km: f64, share: f64| [-size_km * share, size_km * (1.0 - share)];
        let rupture = Self {
            sheet: Some(Sheet {
                strike: Point::new(maths::sin(strike), maths::cos(strike)),
                sin_dip: maths::sin(dip),
                cos_dip: maths::cos(dip),
                along_km: reach(plane.length_km, plane.along),
                down_km: reach(plane.width_km, plane.down),
            }),
            ..point
        };
        let top_km = rupture.top_km();
        if top_km < 0.0 {
            return Err(RuptureError::OutOfGround { above_km: -top_km });
        }
        Ok(rupture)
    }

    /// Where it begins, seen from above.
    pub fn epicentre(&self) -> LonLat {
        self.hypocentre
    }

    /// How deep it begins, km.
    pub fn hypocentre_depth_km(&self) -> f64 {
        self.depth_km
    }

    /// Depth of the upper edge, km.
    pub fn top_km(&self) -> f64 {
        self.sheet.map_or(self.depth_km, |sheet| {
            self.depth_km + sheet.down_km[0] * sheet.sin_dip
        })
    }

    /// Joyner–Boore distance of a place: to the surface projection of the plane, km, 0 above it. For a point, the
    /// distance to the epicentre.
    pub fn rjb_km(&self, site: LonLat) -> f64 {
        let from_epicentre = self.frame.to_km(site);
        let Some(sheet) = &self.sheet else {
            return from_epicentre.length();
        };
        let (along_km, right_km) = sheet.of(from_epicentre);
        let across_km = beyond(right_km, sheet.down_km.map(|km| km * sheet.cos_dip));
        Point::new(beyond(along_km, sheet.along_km), across_km).length()
    }

    /// Distance of a place to the nearest part of the rupture, km.
    pub fn rupture_km(&self, site: LonLat) -> f64 {
        let from_epicentre = self.frame.to_km(site);
        let Some(sheet) = &self.sheet else {
            return Point::new(from_epicentre.length(), self.depth_km).length();
        };
        let (along_km, right_km) = sheet.of(from_epicentre);
        // Seen along the strike, with the hypocentre as origin: the plane goes down to the right.
        let down_km = right_km * sheet.cos_dip - self.depth_km * sheet.sin_dip;
        let off_plane_km = right_km * sheet.sin_dip + self.depth_km * sheet.cos_dip;
        let on_plane_km =
            Point::new(beyond(along_km, sheet.along_km), beyond(down_km, sheet.down_km)).length();
        Point::new(on_plane_km, off_plane_km).length()
    }

    /// Distance of a place to the hypocentre, km.
    pub fn hypocentral_km(&self, site: LonLat) -> f64 {
        Point::new(self.frame.to_km(site).length(), self.depth_km).length()
    }

    /// A place on the rupture, and its depth in km: shares along the strike and down the dip, 0 to 1. Two uniform draws
    /// give a place that is anywhere with equal chance, as for an aftershock. A point is everywhere where it is.
    pub fn place(&self, along: f64, down: f64) -> (LonLat, f64) {
        let Some(sheet) = &self.sheet else {
            return (self.hypocentre, self.depth_km);
        };
        let along_km = on_the_way(sheet.along_km, along);
        let down_km = on_the_way(sheet.down_km, down);
        let to_the_right = sheet.strike.left() * -1.0;
        let from_epicentre = sheet.strike * along_km + to_the_right * (down_km * sheet.cos_dip);
        let depth_km = self.depth_km + down_km * sheet.sin_dip;
        (self.frame.to_place(from_epicentre), depth_km)
    }
}

impl Sheet {
    /// How far along the strike, and to the right of it, a place lies from the epicentre, km.
    fn of(&self, from_epicentre: Point) -> (f64, f64) {
        (self.strike.dot(from_epicentre), from_epicentre.cross(self.strike))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EPICENTRE: LonLat = LonLat::new(19.44, 41.46);

    /// The rupture of the Durrës earthquake of 2019 that the European scenario tests use: width and length from the depths
    /// of the edges and the corners.
    fn durres() -> Rupture {
        let width_km = (42.68 - 33.32) / maths::sin(65.0_f64.to_radians());
        let plane = Plane::centred(141.0, 65.0, 19.6, width_km);
        Rupture::plane(EPICENTRE, 38.0, &plane).expect("it lies in the ground")
    }

    fn at_km(rupture: &Rupture, east: f64, north: f64) -> LonLat {
        rupture.frame.to_place(Point::new(east, north))
    }

    #[test]
    fn verify_corners_against_a_published_plane() {
        let rupture = durres();
        // esrm20_scenario_tests, the rupture of Durrës: corners, degrees and km.
        for (name, along, down, lon_deg, lat_deg, depth_km) in [
            ("top left", 0.0, 0.0, 19.386_32, 41.540_79, 33.32),
            ("top right", 1.0, 0.0, 19.534_24, 41.403_86, 33.32),
            ("bottom left", 0.0, 1.0, 19.345_60, 41.516_06, 42.68),
            ("bottom right", 1.0, 1.0, 19.493_55, 41.379_18, 42.68),
        ] {
            let expected = LonLat::new(lon_deg, lat_deg);
            let (obtained, obtained_depth_km) = rupture.place(along, down);
            let off_km = expected.distance_km(obtained);
            println!(
                "{name}: expected {expected:?} {depth_km} km, obtained {obtained:?} {obtained_depth_km:.3} km, off by \
                 {off_km:.4} km, tolerance 0.05 km"
            );
            assert!(off_km < 0.05 && (obtained_depth_km - depth_km).abs() < 0.001);
        }
        println!(
            "upper edge: expected 33.32 km, obtained {:.4} km",
            rupture.top_km()
        );
        assert!((rupture.top_km() - 33.32).abs() < 1e-3);
    }

    #[test]
    fn distances_are_those_of_a_hand_calculation() {
        // Strike north, dip 45° to the east, 20 km long, √2·10 km wide: 10 km across and 10 km deep, from 5 to 15 km.
        let plane = Plane {
            along: 0.25,
            down: 0.0,
            ..Plane::centred(0.0, 45.0, 20.0, 10.0 * 2.0_f64.sqrt())
        };
        let rupture = Rupture::plane(EPICENTRE, 5.0, &plane).expect("it lies in the ground");
        for (east, north, rjb_km, rupture_km, hypocentral_km) in [
            // Above the upper edge; above the middle, whose nearest part is the foot of the normal at √2·(5+5)/2.
            (0.0, 0.0, 0.0, 5.0, 5.0),
            (5.0, 5.0, 0.0, 50.0_f64.sqrt(), 75.0_f64.sqrt()),
            // West of the upper edge; north and south of the ends, which lie at 15 and −5 km.
            (-12.0, 3.0, 12.0, 13.0, (144.0_f64 + 9.0 + 25.0).sqrt()),
            (0.0, 27.0, 12.0, 13.0, (27.0_f64 * 27.0 + 25.0).sqrt()),
            (0.0, -17.0, 12.0, 13.0, (17.0_f64 * 17.0 + 25.0).sqrt()),
            // East of the lower edge, which lies at 10 km and 15 km deep: the nearest part is that edge.
            (30.0, 0.0, 20.0, 625.0_f64.sqrt(), 925.0_f64.sqrt()),
            // Off a corner: 3, 4, 5.
            (-3.0, 19.0, 5.0, 50.0_f64.sqrt(), (9.0_f64 + 361.0 + 25.0).sqrt()),
        ] {
            let site = at_km(&rupture, east, north);
            let obtained = [
                rupture.rjb_km(site),
                rupture.rupture_km(site),
                rupture.hypocentral_km(site),
            ];
            let expected = [rjb_km, rupture_km, hypocentral_km];
            println!(
                "({east}, {north}) km: expected {expected:.4?}, obtained {obtained:.4?}, tolerance 1e-6 km"
            );
            for (obtained, expected) in obtained.into_iter().zip(expected) {
                assert!((obtained - expected).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn the_places_of_a_rupture_lie_on_it() {
        let rupture = durres();
        for i in 0..=10 {
            for j in 0..=10 {
                let (place, depth_km) = rupture.place(f64::from(i) / 10.0, f64::from(j) / 10.0);
                assert!(rupture.rjb_km(place) < 1e-6);
                assert!(rupture.rupture_km(place) <= depth_km + 1e-6);
                assert!((33.319..=42.681).contains(&depth_km));
            }
        }
        let (middle, depth_km) = rupture.place(0.5, 0.5);
        assert!(middle.distance_km(EPICENTRE) < 1e-6 && (depth_km - 38.0).abs() < 1e-9);
    }

    #[test]
    fn a_point_is_as_far_as_its_epicentre() {
        let rupture = Rupture::point(EPICENTRE, 22.0).expect("a place under the ground");
        let site = at_km(&rupture, 30.0, 40.0);
        assert!((rupture.rjb_km(site) - 50.0).abs() < 1e-9);
        let expected = (2_500.0_f64 + 484.0).sqrt();
        assert!((rupture.rupture_km(site) - expected).abs() < 1e-9);
        assert!((rupture.hypocentral_km(site) - expected).abs() < 1e-9);
        assert_eq!(rupture.place(0.1, 0.9), (EPICENTRE, 22.0));
        assert_eq!(rupture.top_km(), 22.0);
    }

    #[test]
    fn what_is_no_rupture_is_told() {
        let good = Plane::centred(156.0, 63.0, 20.0, 10.0);
        for (lon_deg, depth_km, plane) in [
            (19.5, -1.0, good),
            (19.5, f64::NAN, good),
            (f64::NAN, 20.0, good),
            (19.5, 20.0, Plane { dip_deg: 0.0, ..good }),
            (
                19.5,
                20.0,
                Plane {
                    dip_deg: 91.0,
                    ..good
                },
            ),
            (
                19.5,
                20.0,
                Plane {
                    length_km: 0.0,
                    ..good
                },
            ),
            (
                19.5,
                20.0,
                Plane {
                    width_km: f64::INFINITY,
                    ..good
                },
            ),
            (19.5, 20.0, Plane { along: 1.1, ..good }),
            (
                19.5,
                20.0,
                Plane {
                    down: f64::NAN,
                    ..good
                },
            ),
            (
                19.5,
                20.0,
                Plane {
                    strike_deg: f64::NAN,
                    ..good
                },
            ),
        ] {
            let wrong = Rupture::plane(LonLat::new(lon_deg, 41.5), depth_km, &plane).expect_err("no rupture");
            println!("{wrong}");
            assert!(!matches!(wrong, RuptureError::OutOfGround { .. }));
        }
        let shallow = Rupture::plane(EPICENTRE, 2.0, &good).expect_err("its upper edge lies in the air");
        println!("{shallow}");
        let above_km = 5.0 * maths::sin(63.0_f64.to_radians()) - 2.0;
        assert!(
            matches!(shallow, RuptureError::OutOfGround { above_km: obtained } if (obtained - above_km).abs() < 1e-12)
        );
    }

    #[test]
    fn the_size_of_a_rupture_follows_its_magnitude() {
        // By hand: 10^(−2.693 + 0.614·6.4) = 17.2 km, 10^(−1.669 + 0.435·6.4) = 13.0 km.
        let plane = Plane::scaled(156.0, 63.0, 6.4, Mechanism::of_rake(89.0));
        println!(
            "expected 17.24 × 13.03 km, obtained {:.2} × {:.2} km",
            plane.length_km, plane.width_km
        );
        assert!((plane.length_km - 17.24).abs() < 0.01 && (plane.width_km - 13.03).abs() < 0.01);
        assert_eq!(Mechanism::of_rake(-90.0), Mechanism::Normal);
        assert_eq!(Mechanism::of_rake(180.0), Mechanism::StrikeSlip);
        assert_eq!(Mechanism::of_rake(-10.0), Mechanism::StrikeSlip);
    }
}
