//! What is written is read back, a damaged file is an error and never a panic, and a school stays small.

use proptest::prelude::*;

use super::*;
use crate::vocabulary::Ms;

fn layout(people: usize) -> Layout {
    Layout {
        people: (0..people).map(|i| format!("p{i}").into()).collect(),
        states: ["waits", "walks", "out"].map(Into::into).into(),
        levels: ["floor-0", "floor-1"].map(Into::into).into(),
        bounds_m: [0.0, 0.0, 60.0, 40.0],
        crs: None,
        t0_ms: 0,
    }
}

fn frame(time_ms: Ms, x_m: &[f32]) -> Frame<'_> {
    Frame {
        time_ms,
        x_m,
        y_m: &[1.0],
        state: &[0],
        level: &[0],
    }
}

#[test]
fn frames_left_out_are_held_and_wrong_ones_refused() {
    let mut tracks = Tracks::new(layout(1));
    assert!(
        tracks.push(frame(500, &[1.0])).is_err(),
        "the first frame is at t0"
    );
    tracks.push(frame(0, &[1.0])).unwrap();
    tracks.push(frame(2_000, &[3.02])).unwrap();
    assert_eq!(tracks.frames(), 5);
    let x: Vec<f64> = (0..5).map(|f| tracks.position_m(f, 0).unwrap()[0]).collect();
    assert_eq!(x, [1.0, 1.0, 1.0, 1.0, 3.0]);
    for (time_ms, x_m) in [(2_000, &[1.0][..]), (2_600, &[1.0]), (2_500, &[1.0, 2.0])] {
        assert!(matches!(
            tracks.push(frame(time_ms, x_m)),
            Err(TracksError::WrongFrame { .. })
        ));
    }
    for x_m in [f32::NAN, f32::INFINITY, 1e9] {
        assert!(matches!(
            tracks.push(frame(2_500, &[x_m])),
            Err(TracksError::OutOfRange { .. })
        ));
    }
    assert_eq!(tracks.frames(), 5, "a refused frame leaves nothing");
    let mut nobody = Tracks::new(layout(0));
    nobody
        .push(Frame {
            time_ms: 0,
            x_m: &[],
            y_m: &[],
            state: &[],
            level: &[],
        })
        .unwrap();
    assert_eq!(Tracks::decode(&nobody.encode("r", "s")).unwrap(), nobody);
}

/// A person in a frame: x and y in metres, state, level.
type Standing = (f32, f32, u8, u8);

/// Positions and states that hold still, walk, jump, and go to the ends of the range.
fn crowd() -> impl Strategy<Value = (usize, Vec<Vec<Standing>>)> {
    let coordinate = prop_oneof![0.0_f32..60.0, Just(30.0), -1600.0_f32..1650.0];
    let person = (coordinate.clone(), coordinate, 0_u8..3, 0_u8..2);
    (1_usize..6).prop_flat_map(move |people| {
        let frame = proptest::collection::vec(person.clone(), people);
        (Just(people), proptest::collection::vec(frame, 1..600))
    })
}

fn push_all(people: usize, frames: &[Vec<Standing>]) -> Tracks {
    let mut tracks = Tracks::new(layout(people));
    for (time_ms, frame) in (0..).step_by(500).zip(frames) {
        let x_m: Vec<f32> = frame.iter().map(|p| p.0).collect();
        let y_m: Vec<f32> = frame.iter().map(|p| p.1).collect();
        let state: Vec<u8> = frame.iter().map(|p| p.2).collect();
        let level: Vec<u8> = frame.iter().map(|p| p.3).collect();
        tracks
            .push(Frame {
                time_ms,
                x_m: &x_m,
                y_m: &y_m,
                state: &state,
                level: &level,
            })
            .unwrap();
    }
    tracks
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn what_is_written_is_read_back((people, frames) in crowd()) {
        let tracks = push_all(people, &frames);
        let file = tracks.encode("run", "start");
        prop_assert_eq!(&file, &tracks.encode("run", "start"));
        let read = Tracks::decode(&file).unwrap();
        prop_assert_eq!(&read, &tracks);
        for (f, frame) in frames.iter().enumerate() {
            for (p, (x_m, y_m, ..)) in frame.iter().enumerate() {
                let [x, y] = read.position_m(f, p).unwrap();
                prop_assert!((x - f64::from(*x_m)).abs() <= 0.0251 && (y - f64::from(*y_m)).abs() <= 0.0251);
            }
        }
    }

    #[test]
    fn a_damaged_file_is_an_error_and_never_a_panic(cut in 0_usize..2000, place in 0_usize..2000, byte: u8) {
        let frames = vec![vec![(1.0, 2.0, 0, 0), (3.0, 4.0, 1, 1)]; 300];
        let file = push_all(2, &frames).encode("run", "start");
        if cut < file.len() {
            prop_assert!(Tracks::decode(&file[..cut]).is_err());
        }
        let mut damaged = file.clone();
        let place = place % file.len();
        damaged[place] = byte;
        let _ = Tracks::decode(&damaged);
    }
}

#[test]
fn a_school_stays_small() {
    // 800 people, 600 s: each waits up to two minutes, then walks 1.2 m/s with some swerving, then stands outside.
    let (people, frames) = (800_u32, 1200_u32);
    let mut tracks = Tracks::new(layout(people as usize));
    let noise = |a: u32, b: u32| {
        let mut h = (a ^ b.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
        h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
        f32::from((h >> 16) as u16) / 65_536.0
    };
    let n = people as usize;
    let (mut x_m, mut y_m) = (vec![0.0_f32; n], vec![0.0_f32; n]);
    let (mut state, mut level) = (vec![0_u8; n], vec![1_u8; n]);
    for p in 0..people {
        (x_m[p as usize], y_m[p as usize]) = (noise(p, 1) * 60.0, noise(p, 2) * 40.0);
    }
    let mut moving = 0_u32;
    for frame in 0..frames {
        for p in 0..people {
            let (start, i) = ((noise(p, 3) * 240.0) as u32, p as usize);
            let walks = (start..start + 240).contains(&frame);
            state[i] = u8::from(frame >= start) + u8::from(frame >= start + 240);
            level[i] = u8::from(frame < start + 100);
            if walks {
                moving += 1;
                x_m[i] += 0.5 + 0.2 * (noise(p, frame + 10) - 0.5);
                y_m[i] += 0.3 * (noise(p, frame + 5_000) - 0.5);
            }
        }
        let time_ms = Ms::from(frame) * FRAME_MS;
        tracks
            .push(Frame {
                time_ms,
                x_m: &x_m,
                y_m: &y_m,
                state: &state,
                level: &level,
            })
            .unwrap();
    }
    let bytes = tracks.encode("run", "start").len();
    let share = f64::from(moving) / f64::from(people * frames);
    println!(
        "800 people, 1200 frames, {:.0} % of samples move: {} kB",
        share * 100.0,
        bytes / 1000
    );
    assert!(bytes < 500_000, "{bytes}");
}
