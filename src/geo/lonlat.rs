//! Places on the earth, and the plane frame around one of them in which a region of some hundred kilometres is measured.

use super::Point;
use crate::maths;

/// Mean radius of the earth, km (IUGG).
pub const EARTH_RADIUS_KM: f64 = 6371.0;

/// A place on the earth, WGS 84, degrees.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct LonLat {
    /// Longitude, degrees to the east.
    pub lon_deg: f64,
    /// Latitude, degrees to the north.
    pub lat_deg: f64,
}

impl LonLat {
    /// The place of a longitude and a latitude.
    pub const fn new(lon_deg: f64, lat_deg: f64) -> Self {
        Self { lon_deg, lat_deg }
    }

    /// Great-circle distance to another place, km.
    ///
    /// # Source
    /// The haversine formula on a sphere; within 0.6 % of the ellipsoid.
    pub fn distance_km(self, other: Self) -> f64 {
        let [lat_a, lat_b] = [self.lat_deg.to_radians(), other.lat_deg.to_radians()];
        let half = |a: f64, b: f64| maths::sin((b - a) / 2.0);
        let by_lat = half(lat_a, lat_b);
        let by_lon = half(self.lon_deg.to_radians(), other.lon_deg.to_radians());
        let square = by_lat * by_lat + maths::cos(lat_a) * maths::cos(lat_b) * by_lon * by_lon;
        2.0 * EARTH_RADIUS_KM * maths::asin(square.sqrt().min(1.0))
    }
}

/// A plane frame around an origin: azimuthal equidistant, in kilometres to the east and to the north.
///
/// Distances from the origin are exact; among places within 200 km of it they are wrong by less than 0.1 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    origin: LonLat,
    sin_lat: f64,
    cos_lat: f64,
}

impl Frame {
    /// The frame around a place.
    pub fn around(origin: LonLat) -> Self {
        let lat = origin.lat_deg.to_radians();
        Self {
            origin,
            sin_lat: maths::sin(lat),
            cos_lat: maths::cos(lat),
        }
    }

    /// Where a place lies, km to the east (x) and to the north (y) of the origin.
    ///
    /// # Source
    /// J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), p. 195, the sphere.
    pub fn to_km(&self, place: LonLat) -> Point {
        let lat = place.lat_deg.to_radians();
        let by_lon = (place.lon_deg - self.origin.lon_deg).to_radians();
        let (sin, cos) = (maths::sin(lat), maths::cos(lat));
        let east = cos * maths::sin(by_lon);
        let north = self.cos_lat * sin - self.sin_lat * cos * maths::cos(by_lon);
        let sin_angle = (east * east + north * north).sqrt();
        let cos_angle = self.sin_lat * sin + self.cos_lat * cos * maths::cos(by_lon);
        let stretch = if sin_angle > 0.0 {
            EARTH_RADIUS_KM * maths::atan2(sin_angle, cos_angle) / sin_angle
        } else {
            EARTH_RADIUS_KM
        };
        Point::new(east * stretch, north * stretch)
    }

    /// The place that lies so many km to the east (x) and to the north (y) of the origin: what [`Frame::to_km`] undoes.
    ///
    /// # Source
    /// Snyder 1987, as for [`Frame::to_km`], the inverse equations.
    pub fn to_place(&self, km: Point) -> LonLat {
        let distance_km = km.length();
        if distance_km == 0.0 {
            return self.origin;
        }
        let angle = distance_km / EARTH_RADIUS_KM;
        let (sin, cos) = (maths::sin(angle), maths::cos(angle));
        let [east, north] = [km.x / distance_km, km.y / distance_km];
        let sin_lat = cos * self.sin_lat + north * sin * self.cos_lat;
        let by_lon = maths::atan2(east * sin, self.cos_lat * cos - north * self.sin_lat * sin);
        LonLat {
            lon_deg: self.origin.lon_deg + by_lon.to_degrees(),
            lat_deg: maths::asin(sin_lat.clamp(-1.0, 1.0)).to_degrees(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_distances_against_the_great_circle() {
        let durres = LonLat::new(19.4414, 41.3231);
        let tirana = LonLat::new(19.8187, 41.3275);
        let frame = Frame::around(LonLat::new(19.5256, 41.5138));
        let plane = frame.to_km(durres).distance(frame.to_km(tirana));
        let sphere = durres.distance_km(tirana);
        println!(
            "expected {sphere:.4} km on the sphere, obtained {plane:.4} km in the frame, tolerance 0.1 %"
        );
        assert!((plane / sphere - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_degree_of_latitude_is_111_km_to_the_north() {
        let frame = Frame::around(LonLat::new(19.5, 41.0));
        let north = frame.to_km(LonLat::new(19.5, 42.0));
        let expected = EARTH_RADIUS_KM * 1.0_f64.to_radians();
        println!(
            "expected {expected:.6} km, obtained {:.6} km, tolerance 1e-9 km",
            north.y
        );
        assert!(north.x.abs() < 1e-9 && (north.y - expected).abs() < 1e-9);
        assert_eq!(frame.to_km(LonLat::new(19.5, 41.0)), Point::new(0.0, 0.0));
    }

    #[test]
    fn a_place_comes_back_from_the_frame() {
        let frame = Frame::around(LonLat::new(19.5, 41.0));
        for (lon_deg, lat_deg) in [
            (19.5, 41.0),
            (19.0, 41.6),
            (21.3, 39.2),
            (17.9, 42.0),
            (19.5, 43.0),
        ] {
            let place = LonLat::new(lon_deg, lat_deg);
            let back = frame.to_place(frame.to_km(place));
            println!("expected {place:?}, obtained {back:?}, tolerance 1e-9°");
            assert!((back.lon_deg - lon_deg).abs() < 1e-9 && (back.lat_deg - lat_deg).abs() < 1e-9);
        }
    }
}
