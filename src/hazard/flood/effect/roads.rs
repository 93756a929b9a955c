//! How fast one drives through water, and when a road is closed.

use super::Flow;
use super::vehicles::Vehicle;

/// A road is closed for cars from this depth on, m.
///
/// # Source
/// As [`speed_m_s`].
pub const CLOSED_FOR_CARS_M: f64 = 0.3;

/// The depth from which on no such vehicle is driven, m.
///
/// # Source
/// Cars as [`CLOSED_FOR_CARS_M`], also large ones: drivers do not measure. Assumptions: an ambulance turns back where a car
/// does; four-wheel drives, buses and trucks where they float or slide in still water.
pub const fn closed_from_m(vehicle: Vehicle) -> f64 {
    match vehicle {
        Vehicle::SmallCar | Vehicle::LargeCar | Vehicle::Ambulance => CLOSED_FOR_CARS_M,
        Vehicle::FourWheelDrive | Vehicle::Bus | Vehicle::Truck => vehicle.limit().depth_m,
    }
}

/// The fastest at which a driver keeps control in water, m/s: 0 where the road is closed, or the flow carries the vehicle
/// away ([`Vehicle::stays`]). The speed of the dry road is another limit, for the caller.
///
/// # Source
/// M. Pregnolato, A. Ford, S. M. Wilkinson, R. J. Dawson, "The impact of flooding on road transport: a depth-disruption
/// function", Transportation Research D 55 (2017) 67–81, equation 4: 0.0009 w² − 0.5529 w + 86.9448 km/h at w mm, R² 0.95, for
/// cars, and 0 from 300 mm on. Seen in several public programs that quote it. Assumption: other vehicles drive in
/// their own closing depth as cars do in 300 mm, and in proportion below it.
///
/// # Bounds
/// Of depth alone, on a road whose edge can be seen. A fit through data of cars, tests and videos: 2 km/h at 300 mm is no
/// advice to drive there.
pub fn speed_m_s(flow: Flow, vehicle: Vehicle) -> f64 {
    let closed_m = closed_from_m(vehicle);
    if flow.depth_m >= closed_m || !vehicle.stays(flow) {
        return 0.0;
    }
    let as_car_mm = 1_000.0 * flow.depth_m * CLOSED_FOR_CARS_M / closed_m;
    (0.000_9 * as_car_mm * as_car_mm - 0.552_9 * as_car_mm + 86.944_8) / 3.6
}

/// Whether a driver keeps control of such a vehicle in this water.
pub fn can_pass(flow: Flow, vehicle: Vehicle) -> bool {
    speed_m_s(flow, vehicle) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_those_of_the_paper() {
        let km_h = |depth_m, vehicle| {
            let still = Flow {
                depth_m,
                speed_m_s: 0.0,
            };
            3.6 * speed_m_s(still, vehicle)
        };
        // Worked out by hand from equation 4.
        for (depth_m, expected) in [
            (0.0, 86.9448),
            (0.1, 40.6548),
            (0.2, 12.3648),
            (0.29, 2.2938),
            (0.3, 0.0),
        ] {
            let obtained = km_h(depth_m, Vehicle::SmallCar);
            println!("{depth_m} m: expected {expected} km/h, obtained {obtained:.4}, tolerance 1e-9");
            assert!((obtained - expected).abs() < 1e-9);
        }
        assert!((km_h(0.5, Vehicle::Truck) - km_h(0.5 * 3.0 / 7.0, Vehicle::SmallCar)).abs() < 1e-9);
        for vehicle in Vehicle::ALL {
            let depths = (0..80)
                .map(|i| km_h(0.01 * f64::from(i), vehicle))
                .collect::<Vec<_>>();
            assert!(depths.windows(2).all(|pair| pair[1] <= pair[0]), "{vehicle:?}");
            assert!(depths[79] == 0.0);
        }
    }

    #[test]
    fn fast_water_closes_a_road_earlier() {
        let fast = Flow {
            depth_m: 0.2,
            speed_m_s: 2.0,
        };
        assert_eq!(speed_m_s(fast, Vehicle::SmallCar), 0.0);
        assert!(speed_m_s(fast, Vehicle::LargeCar) > 0.0);
    }
}
