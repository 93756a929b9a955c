//! Uniform flow, a backwater with a closed form, water over the banks, and the ledger.

use super::*;

fn reach(i: usize, bed_m: f64) -> Reach {
    Reach {
        cell: i,
        length_m: 50.0,
        width_m: 10.0,
        bed_m,
        bankfull_m: 5.0,
        manning: 0.03,
    }
}

/// Steps until a time; what came in less what left, m³.
fn run(channel: &mut Channel, over_m: &[f64], ends: [End; 2], until_s: f64) -> f64 {
    let (mut t, mut entered) = (0.0, 0.0);
    while t < until_s {
        let dt = channel.longest_step_s(over_m).min(until_s - t);
        let passed = channel.step(dt, over_m, ends);
        entered += passed.first_m3 - passed.last_m3;
        t += dt;
    }
    entered
}

#[test]
fn verify_normal_depth() {
    // Manning: a rectangle 10 m wide and 2 m deep has A = 20 m² and R = 20/14 m; at a slope of 0.001 and n = 0.03 it carries
    // 20 × (10/7)^(2/3) × √0.001 / 0.03 = 26.7409 m³/s.
    let over = vec![0.0; 40];
    let reaches = (0..40).map(|i| reach(i, 10.0 - 0.05 * i as f64)).collect();
    let mut channel = Channel::new(reaches, |_| 1.0);
    let ends = [End::Inflow(26.7409), End::Normal(0.001)];
    let began = channel.volume_m3();
    let entered = run(&mut channel, &over, ends, 20_000.0);
    for i in [5, 20, 35] {
        let depth = channel.depth_m(i, 0.0);
        println!("expected 2 m, obtained {depth:.6} m, tolerance 1e-4 m");
        assert!((depth - 2.0).abs() < 1e-4);
        assert!((channel.discharge_m3_s(i) - 26.7409).abs() < 1e-3);
    }
    assert!((channel.volume_m3() / (began + entered) - 1.0).abs() < 1e-12);
}

#[test]
fn verify_a_backwater_with_a_closed_form() {
    // In the way of MacDonald: a depth is chosen, h = 9/8 + sin(10 π x / 5000) / 4, and the bed is integrated so that 2 m²/s flow
    // that way; without the term of convective acceleration, which the scheme has not.
    let (q, n) = (2.0, 0.03);
    let depth = |x: f64| 1.125 + 0.25 * (maths::sin(std::f64::consts::PI * x / 500.0));
    let drag = |x: f64| {
        let h = depth(x);
        let radius = h * 100.0 / (100.0 + 2.0 * h);
        n * n * q * q / (h * h * maths::pow(radius, 4.0 / 3.0))
    };
    // What a first-order scheme of the full equations reaches on such a flow, with a margin of 30 %.
    for (count, tolerance) in [(100, 1.3 * 1.5e-2), (200, 1.3 * 7.4e-3)] {
        let dx = 5_000.0 / f64::from(count);
        // Levels at the middles of the reaches, from the downstream end up.
        let mut reaches = vec![];
        let mut surface = 20.0;
        for i in (0..count).rev() {
            let x = (f64::from(i) + 0.5) * dx;
            reaches.push(Reach {
                cell: 0,
                length_m: dx,
                width_m: 100.0,
                bed_m: surface - depth(x),
                bankfull_m: 9.0,
                manning: n,
            });
            // Simpson's rule over twenty parts to the next middle upstream.
            let parts = 20;
            let step = dx / f64::from(parts);
            for k in 0..parts {
                let x = x - f64::from(k) * step;
                surface += step / 6.0 * (drag(x) + 4.0 * drag(x - 0.5 * step) + drag(x - step));
            }
        }
        reaches.reverse();
        let mut channel = Channel::new(reaches, |_| 1.125);
        // The level beyond the last face lies one reach behind the last middle.
        let beyond = 20.0 - dx * drag(5_000.0);
        let ends = [End::Inflow(q * 100.0), End::Level(beyond)];
        run(&mut channel, &vec![0.0; count as usize], ends, 20_000.0);
        let off = |i: i32| (channel.depth_m(i as usize, 0.0) - depth((f64::from(i) + 0.5) * dx)).abs();
        let mean = (0..count).map(off).sum::<f64>() / f64::from(count) / 1.125;
        println!("{count} reaches: expected 0, obtained {mean:.2e} of the depth, tolerance {tolerance:.1e}");
        assert!(mean < tolerance);
    }
}

#[test]
fn water_goes_over_the_banks_and_back() {
    let mut channel = Channel::new(vec![reach(0, 0.0), reach(1, 0.0)], |_| 4.0);
    let mut over = vec![0.0, 0.0];
    let area = 2_500.0;
    let all = |channel: &Channel, over: &[f64]| channel.volume_m3() + over.iter().sum::<f64>() * area;
    let mut expected = all(&channel, &over);
    let mut most = 0.0_f64;
    for i in 0..2_000 {
        let comes = if i < 1_000 { 20.0 } else { -20.0 };
        let dt = channel.longest_step_s(&over);
        let passed = channel.step(dt, &over, [End::Inflow(comes), End::Closed]);
        expected += passed.first_m3 - passed.last_m3;
        channel.exchange(area, |cell: usize, depth: f64| {
            let added = depth.max(-over[cell]);
            over[cell] += added;
            added
        });
        most = most.max(over[1]);
        assert!(over.iter().all(|depth| *depth >= -1e-12));
        assert!((all(&channel, &over) / expected - 1.0).abs() < 1e-12, "step {i}");
        // Water stands on the land only where the channel is full.
        for (cell, depth) in over.iter().enumerate() {
            assert!(*depth < 1e-9 || (channel.depth_m(cell, 0.0) - 5.0).abs() < 1e-9);
        }
    }
    assert!(most > 0.1, "{most}");
}

#[test]
fn still_water_stays_and_a_dry_channel_makes_none() {
    let beds = [0.0, 0.4, 0.1, 2.0, 0.3];
    let reaches: Vec<Reach> = beds.iter().enumerate().map(|(i, bed)| reach(i, *bed)).collect();
    let mut channel = Channel::new(reaches, |i| 1.5 - beds[i]);
    let over = vec![0.0; 5];
    run(&mut channel, &over, [End::Level(1.5), End::Closed], 3_600.0);
    for i in 0..6 {
        assert!(channel.discharge_m3_s(i).abs() < 1e-12);
    }
    // A steep dry channel that fills: no volume below zero, none lost.
    let reaches = (0..30).map(|i| reach(i, 30.0 - i as f64)).collect();
    let mut steep = Channel::new(reaches, |_| 0.0);
    let entered = run(&mut steep, &[0.0; 30], [End::Inflow(3.0), End::Closed], 600.0);
    assert!((entered - 1_800.0).abs() < 1e-9);
    assert!((steep.volume_m3() / entered - 1.0).abs() < 1e-12);
}

#[test]
fn a_tributary_adds_and_a_pump_takes_what_there_is() {
    let mut channel = Channel::new(vec![reach(0, 1.0)], |_| 1.0);
    assert_eq!(channel.add(0, 250.0), 250.0);
    assert_eq!(channel.level_m(0, 0.0), 2.5);
    assert_eq!(channel.add(0, -1e6), -750.0);
    assert_eq!(channel.volume_m3(), 0.0);
}
