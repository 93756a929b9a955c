//! Published values, and that nothing jumps, turns back or makes water.

use super::culvert::{Inlet, Section};
use super::*;
use crate::hazard::flood::works::series::Series;

fn weir() -> Weir {
    Weir {
        crest_m: 2.0,
        length_m: 10.0,
        coefficient: Weir::BROAD,
    }
}

fn gate() -> Gate {
    Gate {
        sill_m: 1.0,
        width_m: 4.0,
        coefficient: Gate::SHARP,
    }
}

fn culvert(section: Section, inlet: Inlet, fall_m: f64) -> Culvert {
    Culvert {
        section,
        barrels: 1.0,
        floor_m: 1.0,
        other_floor_m: 1.0 - fall_m,
        length_m: 30.0,
        manning: 0.012,
        inlet,
    }
}

fn links() -> Vec<Link> {
    let of = |device| Link {
        device,
        has_flap: false,
    };
    vec![
        of(Device::Weir(weir())),
        of(Device::Gate(gate(), 0.8)),
        of(Device::Culvert(culvert(
            Section::Pipe(1.2),
            Inlet::PIPE_SQUARE,
            0.3,
        ))),
        of(Device::Culvert(culvert(
            Section::Pipe(0.9),
            Inlet::METAL_PROJECTING,
            0.0,
        ))),
        of(Device::Culvert(culvert(
            Section::Box(2.0, 1.5),
            Inlet::BOX_CHAMFERED,
            0.1,
        ))),
    ]
}

#[test]
fn verify_a_weir() {
    // Free: 1.7 × 10 × 1. Half drowned: 1 − 0.5^1.5 = 0.646447, to the power of 0.385 0.845386.
    let weir = weir();
    assert!((weir.discharge_m3_s(3.0, 0.0) - 17.0).abs() < 1e-12);
    let drowned = weir.discharge_m3_s(3.0, 2.5) / 17.0;
    println!("expected 0.84539, obtained {drowned:.5}, tolerance 1e-5");
    assert!((drowned - 0.845_386).abs() < 1e-5);
}

#[test]
fn verify_a_gate() {
    let gate = gate();
    // Drowned: 0.6 × (4 × 0.8) × √(2 × 9.81 × 0.5).
    let drowned = gate.discharge_m3_s(3.5, 3.0, 0.8);
    assert!((drowned - 1.92 * 9.81_f64.sqrt()).abs() < 1e-12);
    // Deep before it, free behind: the orifice with the head above its middle.
    let deep = gate.discharge_m3_s(21.0, 0.0, 0.8);
    let orifice = 1.92 * (2.0 * 9.81 * 19.6_f64).sqrt();
    println!("expected {orifice}, obtained {deep}, tolerance 0.1 %");
    assert!((deep / orifice - 1.0).abs() < 1e-3);
    // Below the gate: a weir.
    let weir = 2.0 / 3.0 * 0.6 * 4.0 * (2.0 * 9.81_f64).sqrt() * 0.5 * 0.5_f64.sqrt();
    assert!((gate.discharge_m3_s(1.5, 0.0, 0.8) - weir).abs() < 1e-12);
    assert_eq!(gate.discharge_m3_s(3.0, 0.0, 0.0), 0.0);
}

#[test]
fn verify_an_inlet_against_the_design_chart() {
    // Submerged box of 2 by 1.5 m without a fall, 3 m of water: x = √((3/1.5 − 0.79) / 0.0375) = 5.68038, and
    // Q = 5.68038 × 3 × √1.5 / 1.811 = 11.5247 m³/s.
    let boxed = culvert(Section::Box(2.0, 1.5), Inlet::BOX_CHAMFERED, 0.0);
    let steep = Culvert {
        other_floor_m: -3.0,
        length_m: 0.0,
        ..boxed
    };
    let obtained = steep.discharge_m3_s(4.0, -9.0);
    println!("expected 11.5247, obtained {obtained:.4}, tolerance 1e-3");
    assert!((obtained - 11.5247).abs() < 1e-3);
    // Unsubmerged: HW/D = 0.515 x^0.667 at x = 2 is 0.81771.
    let shallow = steep.discharge_m3_s(1.0 + 1.5 * 0.817_71, -9.0);
    assert!(
        (shallow - 2.0 * 3.0 * 1.5_f64.sqrt() / 1.811).abs() < 1e-3,
        "{shallow}"
    );
}

#[test]
fn verify_a_full_barrel() {
    // A pipe of 1.2 m, 30 m long, drowned at both ends by a fall of 0.5 m: R = 0.3, friction 19.62 × 0.012² × 30 / 0.3^(4/3)
    // = 0.42204, v = √(9.81 / 1.92204) = 2.25920, Q = 2.55509 m³/s.
    let pipe = culvert(Section::Pipe(1.2), Inlet::PIPE_SQUARE, 0.0);
    let obtained = pipe.discharge_m3_s(5.5, 5.0);
    println!("expected 2.5551, obtained {obtained:.4}, tolerance 1e-4");
    assert!((obtained - 2.5551).abs() < 1e-4);
}

#[test]
fn nothing_jumps_and_nothing_turns_back() {
    let step = 5e-3;
    for link in links() {
        for down in [0.5, 1.2, 1.9, 2.3, 3.1] {
            let mut before = link.discharge_m3_s(0.0, down);
            for i in 1..1_200 {
                let now = link.discharge_m3_s(f64::from(i) * step, down);
                assert!(
                    now >= before - 1e-9,
                    "{link:?} falls at {i} before {down}: {before} {now}"
                );
                // A root where the levels meet, smooth elsewhere.
                let is_near = (f64::from(i) * step - down).abs() < 0.1;
                assert!(
                    is_near || now - before < 0.5,
                    "{link:?} jumps at {i} before {down}: {before} {now}"
                );
                let back = link.discharge_m3_s(down, f64::from(i) * step);
                let next = link.discharge_m3_s(down, f64::from(i + 1) * step);
                assert!(
                    next <= back + 1e-9,
                    "{link:?} grows with the water behind it at {i}"
                );
                before = now;
            }
            assert_eq!(link.discharge_m3_s(down, down), 0.0);
            let least = link.discharge_m3_s(down + 1e-12, down);
            assert!(least.abs() < 0.01, "{link:?} at level water: {least}");
        }
    }
}

#[test]
fn a_step_takes_no_more_than_there_is_and_ends_level() {
    for mut link in links() {
        // Two cells of 100 and 50 m², far too long a step: they end level, or the first dry.
        let (mut a, mut b) = (4.0, 0.5);
        for _ in 0..40 {
            let moved = link.moves_m3(Side::cell(0.0, a, 100.0), Side::cell(0.0, b, 50.0), 1e4);
            // Rounding may leave the levels a bit apart.
            assert!(moved > -1e-9);
            a -= moved / 100.0;
            b += moved / 50.0;
            assert!(a >= -1e-12 && a >= b - 1e-9, "{link:?}: {a} {b}");
        }
        assert!((a * 100.0 + b * 50.0 - 425.0).abs() < 1e-9);
        let high = Side::cell(9.0, 0.001, 10.0);
        assert!((link.moves_m3(high, Side::outside(0.0), 1e4) - 0.01).abs() < 1e-15);
    }
}

#[test]
fn a_flap_lets_nothing_back() {
    let mut link = links().remove(0);
    assert!(link.discharge_m3_s(2.0, 3.0) < -16.0);
    link.has_flap = true;
    assert_eq!(link.discharge_m3_s(2.0, 3.0), 0.0);
    assert!(link.discharge_m3_s(3.0, 2.0) > 16.0);
}

#[test]
fn a_pump_starts_late_and_stops_late() {
    let pump = Pump {
        capacity: Series::new(&[(0.0, 0.5), (10.0, 0.0)]).unwrap(),
        starts_m: 1.0,
        stops_m: 0.4,
        is_running: false,
    };
    let mut link = Link {
        device: Device::Pump(pump),
        has_flap: true,
    };
    let mut at = |depth: f64| link.moves_m3(Side::cell(0.0, depth, 10.0), Side::outside(5.0), 10.0);
    assert_eq!(at(0.9), 0.0);
    // A lift of 4 m: 0.3 m³/s.
    assert!((at(1.0) - 3.0).abs() < 1e-12);
    assert!(at(0.5) > 0.0);
    assert_eq!(at(0.4), 0.0);
    assert_eq!(at(0.9), 0.0);
    // No more than there is.
    let moved = link.moves_m3(Side::cell(3.0, 0.01, 10.0), Side::outside(5.0), 1e6);
    assert!((moved - 0.1).abs() < 1e-12);
}
