//! A plan from tables: the school of a template, a larger one as a spreadsheet saves it, and sheets with mistakes.

use serde_json::Value;

use crate::common::place::Place;

/// The files of the larger school: three storeys, a corner, a straight stair, a stair at an end, a house of its own, a
/// locked exit, two assembly areas; with semicolons and decimal commas, and the mark that some spreadsheets put first.
const LARGER: [(&str, &str); 6] = [
    (
        "corridors.csv",
        "\u{feff}corridor;floor;length_m;width_m;continues;name\r\n\
         g-main;0;36,0;2,4;;Main corridor\r\ng-wing;0;18,0;2,0;g-main;Wing\r\n\
         f-main;1;35,5;2,4;;\r\ns-main;2;36,2;2,2;;\r\npavilion;0;14,0;1,8;;Pavilion\r\n",
    ),
    (
        "rooms.csv",
        "\u{feff}room;corridor;area_m2;door_m;side;use;name\r\n\
         101;g-main;52,5;0,9;top;;\r\n102;g-main;49;0,9;top;;\r\n103;g-main;50;0,9;;;\r\noffice;g-main;20;0,9;;office;Office\r\n\
         gym;g-wing;140;1,8;top;gym;Gym\r\n104;g-wing;48;0,9;bottom;;\r\n\
         201;f-main;52,5;0,9;;;\r\n202;f-main;49;0,9;;;\r\n203;f-main;50;0,9;;;\r\nwc-1;f-main;9;0,8;;toilet;\r\n\
         301;s-main;52;0,9;;;\r\n302;s-main;51;0,9;;;\r\np1;pavilion;45;0,9;;;\r\np2;pavilion;45;0,9;;;\r\n",
    ),
    (
        "stairs.csv",
        "stair;corridors;place;width_m;steps;flights;riser_m\r\n\
         stair-west;g-main f-main s-main;left;1,5;21;2;0,165\r\nstair-mid;g-main f-main s-main;top;1,4;21;1;0,165\r\n",
    ),
    (
        "exits.csv",
        "exit;corridor;place;width_m;locked\r\n\
         main;g-main;bottom;2,4;no\r\nwing-end;g-wing;right;1,4;no\r\nyard-door;g-wing;bottom;1,2;yes\r\npavilion-door;pavilion;left;1,0;no\r\n",
    ),
    (
        "assembly.csv",
        "assembly;exit;distance_m;area_m2\r\nfront;main;30;200\r\nside;main;30;150\r\nback;wing-end;25;150\r\n",
    ),
    (
        "classes.csv",
        "class,room,grade,on_register,teacher,assembly\n1A,101,1,24,t1,front\n2A,102,2,25,t2,side\n3A,203,3,26,t3,front\n\
         4A,201,4,24,t4,front\n5A,301,5,25,t5,back\n6A,302,6,22,t6,\n7A,p1,7,20,t7,front\n8A,gym,8,24,t8,back\n",
    ),
];

const PEOPLE: &str = "id,role,room\nhead-teacher,head,office\nsecretary,staff,office\ncaretaker,staff,103\n";

/// The sheets of the template, without its variant and with these tables.
fn from_sheets(name: &str, tables: &[(&str, &str)]) -> Place {
    let place = Place::empty();
    place.succeeds(&["new", name, "--from", "sheets"]);
    std::fs::remove_dir_all(place.path(&format!("scenarios/{name}/variants")))
        .expect("the example's variant");
    for (file, text) in tables {
        place.write(&format!("scenarios/{name}/{file}"), text);
    }
    place
}

fn larger() -> Place {
    let place = from_sheets("larger", &LARGER);
    place.write("scenarios/larger/people.csv", PEOPLE);
    place
}

fn everybody_gets_out(place: &Place, scenario: &str) {
    place.succeeds(&["run", scenario, "--force"]);
    let metrics = place.read(&format!("outputs/{scenario}/base/seed-1/metrics.csv"));
    assert!(metrics.contains("inside_at_end,0,"), "{metrics}");
}

#[test]
fn the_school_of_the_template_is_drawn_runs_and_can_be_refined() {
    let place = Place::empty();
    place.succeeds(&["new", "mine", "--from", "sheets"]);
    let said = place.succeeds(&["check", "mine", "--plan", "plan.svg"]);
    assert!(
        said.out.contains("2 scenarios and variants: nothing wrong"),
        "{}{}",
        said.out,
        said.err
    );
    assert!(place.read("plan.svg").contains("1A"));
    everybody_gets_out(&place, "mine");
    place.succeeds(&["run", "mine", "--variant", "main-exit-closed"]);
    let before = place.read("outputs/mine/base/seed-1/people.csv");
    place.succeeds(&["check", "mine", "--plan", "scenarios/mine/plan.geojson"]);
    let text = place.read("scenarios/mine/scenario.toml");
    let (head, rest) = text
        .split_once("[school.our-school.plan_tables]")
        .expect("the tables");
    let (_, rest) = rest.split_once("\n\n").expect("what follows");
    place.write(
        "scenarios/mine/scenario.toml",
        &format!("{head}plan = \"plan.geojson\"\n\n{rest}"),
    );
    place.succeeds(&["check", "mine", "--variant", "base"]);
    everybody_gets_out(&place, "mine");
    assert_eq!(
        place.read("outputs/mine/base/seed-1/people.csv"),
        before,
        "it is the same plan"
    );
}

#[test]
fn a_larger_school_as_a_spreadsheet_saves_it_keeps_what_was_measured() {
    let place = larger();
    place.succeeds(&["check", "larger", "--plan", "plan.geojson"]);
    let plan: Value = serde_json::from_str(&place.read("plan.geojson")).expect("JSON");
    let features = plan["features"].as_array().expect("features");
    let of = |id: &str| {
        features
            .iter()
            .find(|feature| feature["properties"]["id"] == id)
            .expect("drawn")
    };
    for (room, area_m2) in [("101", 52.5), ("gym", 140.0), ("wc-1", 9.0), ("p2", 45.0)] {
        assert!(
            (area_of(of(room)) - area_m2).abs() < 1e-6,
            "{room} has {} m²",
            area_of(of(room))
        );
    }
    let height = |id: &str| of(id)["properties"]["elevation_m"].as_f64().expect("a height");
    assert!((height("2") - 2.0 * 21.0 * 0.165).abs() < 1e-9);
    everybody_gets_out(&place, "larger");
}

fn area_of(feature: &Value) -> f64 {
    let ring = feature["geometry"]["coordinates"][0].as_array().expect("a ring");
    let xy = |p: &Value| (p[0].as_f64().expect("x"), p[1].as_f64().expect("y"));
    let cross = |pair: &[Value]| xy(&pair[0]).0 * xy(&pair[1]).1 - xy(&pair[1]).0 * xy(&pair[0]).1;
    0.5 * ring.windows(2).map(cross).sum::<f64>().abs()
}

/// What is said after one replacement in a file of the larger school.
fn refuses_after(file: &str, from: &str, to: &str, words: &[&str]) {
    let place = larger();
    let path = format!("scenarios/larger/{file}");
    let text = place.read(&path);
    assert_eq!(text.matches(from).count(), 1, "{from}");
    place.write(&path, &text.replacen(from, to, 1));
    place.says(&["check", "larger"]).refuses(2, words);
}

/// A village school: five rooms that open straight into the yard, as the guide says to write them.
#[test]
fn rooms_may_open_straight_into_the_yard() {
    let folder = "scenarios/village";
    let grades = [1, 2, 3, 4];
    let rooms = grades
        .map(|grade| format!("room-{grade},strip,42,0.9,top,room"))
        .join("\n");
    let rooms = format!("room,corridor,area_m2,door_m,side,use\noffice,strip,15,0.9,top,office\n{rooms}\n");
    let classes = grades.map(|grade| format!("{grade}A,room-{grade},{grade},20,teacher-{grade},playground"));
    let classes = format!(
        "class,room,grade,on_register,teacher,assembly\n{}\n",
        classes.join("\n")
    );
    let files = [
        ("corridors.csv", "corridor,floor,length_m,width_m\nstrip,0,32,2\n"),
        ("rooms.csv", &rooms),
        (
            "exits.csv",
            "exit,corridor,place,width_m,locked\nfront,strip,bottom,20,no\n",
        ),
        (
            "assembly.csv",
            "assembly,exit,distance_m,area_m2\nplayground,front,25,200\n",
        ),
        ("classes.csv", &classes),
        (
            "people.csv",
            "id,role,room\nhead-teacher,head,office\nsecretary,staff,office\n",
        ),
    ];
    let place = from_sheets("village", &files);
    let path = format!("{folder}/scenario.toml");
    let text = place.read(&path);
    let without_stairs: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("stairs ="))
        .collect();
    place.write(&path, &without_stairs.join("\n"));
    let said = place.succeeds(&["check", "village", "--plan", "plan.svg"]);
    assert!(said.out.contains("nothing wrong;"), "{} {}", said.out, said.err);
    let exit = place.read("plan.svg");
    let exit = exit.split("(front), 20.00 m").nth(1).expect("the open side");
    let exit = exit.split("</g>").next().expect("a group");
    let mut drawn = exit
        .split(" d=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    assert!(
        !drawn.any(|path| path.contains('A')),
        "it has no leaves, which sweep arcs: {exit}"
    );
    everybody_gets_out(&place, "village");
    let metrics = place.read("outputs/village/base/seed-1/metrics.csv");
    let full = metrics.lines().find(|row| row.contains(",full_account_s,"));
    assert!(
        full.is_some_and(|row| !row.contains(",full_account_s,,")),
        "voices carry: {full:?}"
    );
    let network = place.succeeds(&[
        "run",
        "village",
        "--out",
        "n",
        "--set",
        "exercise.fidelity=network",
    ]);
    assert!(
        network
            .out
            .contains("Inside at the end                           0 people"),
        "{}",
        network.out
    );
}

/// The stair at the end of the school has an exit at its foot, wider than the stair; people go out by it.
#[test]
fn an_exit_may_lie_at_the_foot_of_a_stair() {
    for (fidelity, turns) in [("pedestrian", "2"), ("network", "1")] {
        let place = larger();
        let exits = place.read("scenarios/larger/exits.csv");
        place.write(
            "scenarios/larger/exits.csv",
            &exits.replace("yard-door;g-wing;bottom;1,2;yes", "west-door;g-main;left;1,8;no"),
        );
        let stairs = place.read("scenarios/larger/stairs.csv");
        let straight = stairs.replace("left;1,5;21;2", &format!("left;1,5;21;{turns}"));
        place.write("scenarios/larger/stairs.csv", &straight);
        let said = place.succeeds(&["check", "larger", "--plan", "plan.geojson"]);
        assert!(said.out.contains("nothing wrong;"), "{}", said.out);
        let tier = format!("exercise.fidelity={fidelity}");
        place.succeeds(&["run", "larger", "--out", "out", "--force", "--set", &tier]);
        let metrics = place.read("out/metrics.csv");
        assert!(metrics.contains("inside_at_end,0,"), "{metrics}");
        let people = place.read("out/people.csv");
        let by_it = people.lines().filter(|row| row.contains(",west-door,")).count();
        assert!(by_it > 20, "{fidelity}: {by_it}");
    }
    refuses_after(
        "exits.csv",
        "yard-door;g-wing;bottom;1,2;yes\r\n",
        "one;g-main;left;1,2;no\r\nanother;g-main;left;1,2;no\r\n",
        &["exits.csv:5:", "`stair-west` is there"],
    );
}

/// A school on a slope: the exit is on floor 1. Who uses a wheelchair there goes out; who sits in the basement waits at the
/// foot of the stair.
#[test]
fn whoever_has_an_exit_on_their_floor_waits_for_nobody() {
    let folder = "scenarios/slope";
    let files = [
        (
            "corridors.csv",
            "corridor,floor,length_m,width_m\nbase,0,20,2.4\nmain,1,20,2.4\n",
        ),
        (
            "rooms.csv",
            "room,corridor,area_m2,door_m,side,use\nlow,base,45,0.9,top,room\nhigh,main,45,0.9,top,room\noffice,main,20,0.9,bottom,office\n",
        ),
        (
            "stairs.csv",
            "stair,corridors,place,width_m,steps,riser_m\nstair,base main,right,1.4,20,0.17\n",
        ),
        (
            "exits.csv",
            "exit,corridor,place,width_m,locked\nfront,main,left,1.4,no\n",
        ),
        (
            "assembly.csv",
            "assembly,exit,distance_m,area_m2\nplayground,front,25,200\n",
        ),
        (
            "people.csv",
            "id,role,room\nhead-teacher,head,office\nsecretary,staff,office\n",
        ),
    ];
    let place = from_sheets("slope", &files);
    for fidelity in ["pedestrian", "network"] {
        for (low, high, inside) in [(0, 2, "0"), (2, 0, "2")] {
            let classes = format!(
                "class,room,grade,on_register,teacher,assembly,wheelchair\nL,low,3,12,t-low,playground,{low}\nH,high,3,12,t-high,playground,{high}\n"
            );
            place.write(&format!("{folder}/classes.csv"), &classes);
            let tier = format!("exercise.fidelity={fidelity}");
            let said = place.succeeds(&["run", "slope", "--out", "out", "--force", "--set", &tier]);
            assert_eq!(said.err.contains("no-carrier"), low > 0, "{}", said.err);
            let metrics = place.read("out/metrics.csv");
            let row = metrics
                .lines()
                .find(|row| row.contains(",inside_at_end,"))
                .expect("a metric");
            assert_eq!(
                row.split(',').nth(5),
                Some(inside),
                "{fidelity}, {low} in the basement: {row}"
            );
        }
    }
}

/// One position that is told to carry is none, and so are two whose holders lead classes.
#[test]
fn two_who_can_be_spared_are_asked_for() {
    let warns = |positions: &str, holders: [&str; 2]| {
        let place = larger();
        let waits = "class,room,grade,on_register,teacher,assembly,wheelchair\n5A,301,5,25,t5,back,1\n2A,102,2,25,t2,front,0\n";
        place.write("scenarios/larger/classes.csv", waits);
        let path = "scenarios/larger/scenario.toml";
        let text = place.read(path);
        let held = |(number, holder): (usize, &str)| {
            format!(
                "[position.w{number}]\ntitle = \"W\"\nheld_by = \"{holder}\"\nreports_to = \"school-incident-commander\"\n"
            )
        };
        let posts: Vec<String> = holders.into_iter().enumerate().map(held).collect();
        let decision = format!(
            "[decision.carry]\nposition = \"school-incident-commander\"\nat = \"2 min\"\ndecides_in = \"1 s\"\nchoose = \"go\"\n\
             options.go = [{{ action = \"carry\", positions = [{positions}], via = [\"voice\", \"runner\"] }}]\n"
        );
        place.write(path, &format!("{text}\n{}{decision}", posts.concat()));
        place.says(&["check", "larger"]).err.contains("no-carrier")
    };
    assert!(!warns("\"w0\", \"w1\"", ["secretary", "caretaker"]));
    assert!(warns("\"w0\"", ["secretary", "caretaker"]));
    assert!(warns("\"w0\", \"w1\"", ["t5", "t2"]));
}

/// Nobody carries: the run has nothing left to tell after some minutes, and the pupil waits to the end of the exercise.
#[test]
fn waiting_counts_to_the_end_of_the_exercise() {
    let place = larger();
    let path = "scenarios/larger/classes.csv";
    let waits = "class,room,grade,on_register,teacher,assembly,wheelchair\n5A,301,5,25,t5,back,1\n";
    place.write(path, waits);
    let said = place.succeeds(&["run", "larger", "--out", "out"]);
    assert!(said.err.contains("no-carrier"), "{}", said.err);
    let metrics = place.read("out/metrics.csv");
    let row = metrics
        .lines()
        .find(|row| row.contains(",carried_wait_longest_s,"));
    let waited_s = row.and_then(|row| row.split(',').nth(5)?.parse::<f64>().ok());
    assert!(waited_s > Some(20.0 * 60.0), "{row:?}: it lasts 25 min");
}

#[test]
fn every_mistake_is_said_with_its_place_and_its_remedy() {
    refuses_after(
        "rooms.csv",
        "104;g-wing",
        "104;g-wnig",
        &["rooms.csv:7:5", "did you mean `g-wing`?"],
    );
    refuses_after(
        "rooms.csv",
        "102;g-main;49;0,9",
        "102;g-main;49;",
        &["rooms.csv:3:", "door_m"],
    );
    refuses_after(
        "rooms.csv",
        "102;g-main;49",
        "102;g-main;490",
        &["rooms.csv:3:12", "do not fit", "`side`"],
    );
    refuses_after(
        "rooms.csv",
        "gym;g-wing",
        "g.ym;g-wing",
        &["rooms.csv:6:1", "letters, digits"],
    );
    refuses_after(
        "exits.csv",
        "yard-door;g-wing;bottom",
        "yard-door;g-wing;top",
        &["rooms.csv:6:12", "7.8 m and 7.8 m beside what is in the middle"],
    );
    refuses_after(
        "exits.csv",
        "main;g-main;bottom",
        "main;g-main;top",
        &["exits.csv:2:13", "`stair-mid` is there"],
    );
    refuses_after(
        "stairs.csv",
        "stair-west;g-main f-main s-main",
        "stair-west;g-main f-main roof",
        &["stairs.csv:2:", "roof"],
    );
    refuses_after(
        "stairs.csv",
        "stair-mid;g-main f-main",
        "stair-mid;f-main g-main",
        &["stairs.csv:3:11", "not above it"],
    );
    refuses_after(
        "corridors.csv",
        "f-main;1;35,5",
        "f-main;1;25,5",
        &[
            "stairs.csv:3:11",
            "5.4 m apart",
            "`g-main` 18.0 m, `f-main` 12.8 m",
        ],
    );
    refuses_after(
        "exits.csv",
        "wing-end;g-wing;right;1,4",
        "wing-end;g-wing;right;140",
        &["exits.csv:3:23", "60"],
    );
    refuses_after(
        "exits.csv",
        "wing-end;g-wing;right;1,4",
        "wing-end;g-wing;right;2,8",
        &["exits.csv:3:23", "no wider"],
    );
    refuses_after(
        "assembly.csv",
        "back;wing-end;25",
        "back;wing-end;1",
        &["assembly.csv:4:15", "at least"],
    );
    refuses_after(
        "exits.csv",
        "pavilion-door;pavilion;left;1,0;no\r\n",
        "",
        &["corridors.csv:6:1", "no way out"],
    );
}

#[test]
fn a_room_may_say_its_floor_and_its_pupils_and_both_are_checked() {
    let check = |floor: u8, pupils: u8| {
        let place = Place::empty();
        place.succeeds(&["new", "mine", "--from", "sheets"]);
        let path = "scenarios/mine/rooms.csv";
        let rows = place.read(path);
        let with = |row: (usize, &str)| match row {
            (0, head) => format!("{head},floor,pupils\n"),
            (1, first) => format!("{first},{floor},{pupils}\n"),
            (_, other) => format!("{other},,\n"),
        };
        place.write(path, &rows.lines().enumerate().map(with).collect::<String>());
        place.says(&["check", "mine"])
    };
    let right = check(0, 22);
    assert!(!right.err.contains("pupils sit"), "{}", right.err);
    check(1, 22).refuses(2, &["rooms.csv:2:", "`ground` lies on floor 0"]);
    let other = check(0, 25).err;
    let said = "25 pupils sit in `room-1`, but 22 are on the registers of classes there";
    assert!(other.contains(said), "{other}");
}

#[test]
fn what_is_odd_about_stairs_is_pointed_at_and_a_room_twice_is_said_once() {
    let after = |file: &str, from: &str, to: &str| {
        let place = Place::empty();
        place.succeeds(&["new", "mine", "--from", "sheets"]);
        let path = format!("scenarios/mine/{file}");
        let text = place.read(&path);
        assert_eq!(text.matches(from).count(), 1, "{from}");
        place.write(&path, &text.replacen(from, to, 1));
        place.says(&["check", "mine"]).err
    };
    let tall = after("stairs.csv", ",20,0.17,", ",58,0.17,");
    assert!(
        tall.contains("58 steps of 0.17 m make a storey of 9.9 m"),
        "{tall}"
    );
    let low = after("stairs.csv", ",20,0.17,", ",10,0.17,");
    assert!(low.contains("10 steps of 0.17 m make a storey of 1.7 m"), "{low}");
    let skipped = after("corridors.csv", "first,1,", "first,2,");
    assert!(skipped.contains("from floor 0 to floor 2"), "{skipped}");
    let locked = after("exits.csv", "right,1.20,no,", "right,1.20,jo,");
    assert!(!locked.contains("error"), "{locked}");
    let twice = after("rooms.csv", "room-2,", "room-1,");
    assert_eq!(twice.matches("error[duplicate-id]").count(), 1, "{twice}");
}

#[test]
fn mistakes_of_several_tables_are_said_in_one_pass() {
    let place = larger();
    let changes = [
        ("rooms.csv", "104;g-wing", "104;g-wnig"),
        ("exits.csv", "main;g-main;bottom", "main;g-main;top"),
        ("stairs.csv", "left;1,5;21", "left;1,5;many"),
    ];
    for (file, from, to) in changes {
        let path = format!("scenarios/larger/{file}");
        let text = place.read(&path);
        place.write(&path, &text.replacen(from, to, 1));
    }
    let words = ["rooms.csv:7:5", "stairs.csv:2:42"];
    place.says(&["check", "larger"]).refuses(2, &words);
}

#[test]
fn a_school_has_one_plan() {
    let place = larger();
    let path = "scenarios/larger/scenario.toml";
    let text = place.read(path);
    place.write(
        path,
        &text.replacen("classes = ", "plan = \"plan.geojson\"\nclasses = ", 1),
    );
    place
        .says(&["check", "larger"])
        .refuses(2, &["has a plan already"]);
    let place = Place::with_fire_drill();
    let path = "scenarios/fire-drill/scenario.toml";
    let text = place.read(path);
    place.write(path, &text.replacen("plan = \"plan.geojson\"\n", "", 1));
    place
        .says(&["check", "fire-drill"])
        .refuses(2, &["scenario.toml", "has no plan", "plan_tables"]);
}
