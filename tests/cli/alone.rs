//! People alone in an area: a fire-safety engineer's own test, from the case of another program or by hand.

use crate::common::place::Place;

/// A corridor of 40 m as in IMO 1, one person at 1.0 m/s, and one who sets out later.
const CORRIDOR: &str = r#"{
  "area_wkt": "POLYGON ((-1 0, 41 0, 41 2, -1 2, -1 0))",
  "exits": [[[40, 0], [41, 0], [41, 2], [40, 2]]],
  "agents": [{ "x": 0, "y": 1, "exit": 0, "v0": 1.0 }]
}"#;

fn corridor() -> Place {
    let place = Place::empty();
    place.write("case.json", CORRIDOR);
    place.succeeds(&["new", "corridor", "--from-case", "case.json"]);
    place
}

/// The times of arrival, s, by id, of a run.
fn arrivals(place: &Place, run: &str) -> Vec<(String, f64)> {
    let table = place.read(&format!("outputs/{run}/seed-1/people.csv"));
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = header
        .iter()
        .position(|name| *name == "assembled_s")
        .expect("a column");
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), cells[column].parse().unwrap_or(f64::NAN))
        })
        .collect()
}

#[test]
fn one_person_walks_40_m_at_1_m_s_in_40_s_in_both_tiers() {
    let place = corridor();
    assert!(
        place
            .succeeds(&["check", "corridor"])
            .out
            .contains("nothing wrong")
    );
    let said = place.succeeds(&["run", "corridor"]).out;
    // Nobody leads or counts here: no line speaks of command.
    for word in ["Command", "Alarm", "accounted", "not reached"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    let times = arrivals(&place, "corridor/base");
    println!("IMO 1 through a scenario: expected 40 s, obtained {times:?}, tolerance 2 s");
    assert!((times[0].1 - 40.0).abs() <= 2.0);
    place.succeeds(&[
        "run",
        "corridor",
        "--set",
        "exercise.fidelity=network",
        "--out",
        "outputs/net/seed-1",
    ]);
    let times = arrivals(&place, "net");
    assert!((times[0].1 - 40.0).abs() <= 2.0, "{times:?}");
}

#[test]
fn each_sets_out_and_goes_as_the_row_says() {
    let place = corridor();
    place.write(
        "scenarios/corridor/people.csv",
        "id,role,room,x_m,y_m,speed_m_s,sets_out\nslow,visitor,hall,10,1,0.5,10 s\nfast,visitor,hall,5,0.5,1.5,0 s\nidle,visitor,hall,20,1,1,\n",
    );
    place.succeeds(&["run", "corridor"]);
    let times = arrivals(&place, "corridor/base");
    let of = |id: &str| times.iter().find(|(known, _)| known == id).expect(id).1;
    assert!((of("slow") - 70.0).abs() <= 2.0, "{times:?}");
    assert!((of("fast") - 35.0 / 1.5).abs() <= 3.0, "{times:?}");
    // Nobody tells this one.
    assert!(of("idle").is_nan(), "{times:?}");
}

#[test]
fn two_doors_are_taken_as_assigned() {
    let place = Place::empty();
    let agents: Vec<String> = (0..20)
        .map(|n| {
            format!(
                r#"{{ "x": {}, "y": {}, "exit": {}, "v0": 1.2 }}"#,
                1 + n % 5,
                1 + n / 5,
                n % 2
            )
        })
        .collect();
    let case = format!(
        r#"{{ "area_wkt": "POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0))",
             "exits": [[[0, 0], [1, 0], [1, 0.5], [0, 0.5]], [[5, 5.5], [6, 5.5], [6, 6], [5, 6]]],
             "agents": [{}] }}"#,
        agents.join(",")
    );
    place.write("case.json", &case);
    place.succeeds(&["new", "doors", "--from-case", "case.json"]);
    place.succeeds(&["run", "doors"]);
    let arrived = place.read("outputs/doors/base/seed-1/timeline.csv");
    for goal in ["goal-1", "goal-2"] {
        let there = arrived
            .lines()
            .filter(|line| line.contains("person-assembled") && line.contains(goal));
        assert_eq!(there.count(), 10, "{goal}");
    }
}

/// A room of 30 m by 10 m with two ways out of 1 m; 288 people stand at the end of the first, which all are nearer to.
#[test]
fn who_weighs_the_exits_takes_the_far_one_too_and_all_are_out_sooner() {
    let place = Place::empty();
    let agents: Vec<String> = (0..288)
        .map(|i| {
            let (x, y) = (0.5 + 0.5 * f64::from(i % 18), 0.6 + 0.55 * f64::from(i / 18));
            format!(r#"{{ "x": {x}, "y": {y}, "v0": 1.2 }}"#)
        })
        .collect();
    let area = "POLYGON ((0 0, 5 0, 5 -1, 6 -1, 6 0, 24 0, 24 -1, 25 -1, 25 0, 30 0, 30 10, 0 10, 0 0))";
    let case = format!(
        r#"{{ "area_wkt": "{area}",
             "exits": [[[5, -1], [6, -1], [6, 0], [5, 0]], [[24, -1], [25, -1], [25, 0], [24, 0]]],
             "agents": [{}] }}"#,
        agents.join(",")
    );
    place.write("case.json", &case);
    place.succeeds(&["new", "two", "--from-case", "case.json"]);
    let by_far_and_last_s = |choice: &str| {
        let set = format!("school.area.procedure.exit_choice={choice}");
        let out = format!("outputs/{choice}/base/seed-1");
        place.succeeds(&["run", "two", "--set", &set, "--out", &out]);
        let timeline = place.read(&format!("{out}/timeline.csv"));
        let by_far = timeline
            .lines()
            .filter(|line| line.contains("person-assembled") && line.contains("goal-2"));
        let times = arrivals(&place, &format!("{choice}/base"));
        let last_s = times.iter().map(|(_, at_s)| *at_s).fold(0.0, f64::max);
        (by_far.count(), last_s)
    };
    let weighing = "school.area.procedure.exit_choice=weighed";
    let network = ["--set", "exercise.fidelity=network", "--out", "outputs/network"];
    let warned = place
        .succeeds(&[&["run", "two", "--set", weighing], &network[..]].concat())
        .err;
    assert!(warned.contains("warning[no-weighing]"), "{warned}");
    let (shortest, weighed) = (by_far_and_last_s("shortest"), by_far_and_last_s("weighed"));
    println!("by the far one, last out (s): shortest {shortest:?}, weighed {weighed:?}");
    assert_eq!(shortest.0, 0);
    assert!((58..=144).contains(&weighed.0), "between a fifth and a half");
    assert!(weighed.1 < 0.9 * shortest.1);
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let place = corridor();
    place.succeeds(&["run", "corridor", "--out", "outputs/a"]);
    place.succeeds(&["run", "corridor", "--out", "outputs/b"]);
    for file in ["people.csv", "timeline.csv", "metrics.csv"] {
        assert_eq!(
            place.read(&format!("outputs/a/{file}")),
            place.read(&format!("outputs/b/{file}"))
        );
    }
}

#[test]
fn places_where_nobody_can_stand_are_pointed_at() {
    let place = corridor();
    for (row, said) in [
        ("p,visitor,hall,50,1,1,0 s", "(50, 1) is not in `hall`"),
        (
            "p,visitor,hall,5,0.1,1,0 s",
            "(5, 0.1) is 0.10 m from the outline of `hall`",
        ),
        ("p,visitor,hall,5,,1,0 s", "`x_m` stands there without `y_m`"),
        ("p,visitor,hall,5,1,90,0 s", "speed_m_s"),
        (
            "p,visitor,hall,5,1,1,0 s\nq,visitor,hall,5.1,1,1,0 s",
            "`p` and `q` begin 0.10 m apart",
        ),
    ] {
        let table = format!("id,role,room,x_m,y_m,speed_m_s,sets_out\n{row}\n");
        place.write("scenarios/corridor/people.csv", &table);
        place
            .says(&["check", "corridor"])
            .refuses(2, &[said, "people.csv:"]);
    }
}

#[test]
fn a_case_with_a_mistake_leaves_nothing() {
    let place = Place::empty();
    place.write("case.json", &CORRIDOR.replace("\"exit\": 0", "\"exit\": 3"));
    place
        .says(&["new", "corridor", "--from-case", "case.json"])
        .refuses(2, &["there is no exit 3", "case.json:4"]);
    assert!(!place.path("scenarios/corridor").exists());
}
