//! Who is where: registers, absences, pupils by name, places.

use super::{Copy, load, shipped};
use crate::scenario::model::{PersonSpec, Presence, Scenario};
use crate::vocabulary::PersonRole;

fn person<'a>(scenario: &'a Scenario, id: &str) -> &'a PersonSpec {
    scenario
        .school
        .people
        .iter()
        .find(|person| person.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

fn school() -> Scenario {
    load(Copy::school().path(), None, &[]).scenario.expect("sound")
}

#[test]
fn a_register_becomes_pupils_by_number() {
    let copy = Copy::of("fire-drill").edited(&[(
        "classes.csv",
        "1A,room-1,1,20,1,0,0,0,0",
        "1A,room-1,1,20,2,1,3,4,1",
    )]);
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    let class = scenario
        .school
        .classes
        .iter()
        .find(|class| class.id == "1A")
        .expect("1A");
    let members: Vec<&PersonSpec> = class
        .members
        .iter()
        .map(|ix| &scenario.school.people[*ix])
        .collect();
    let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
    assert_eq!((ids.len(), ids[0], ids[19]), (20, "1A-01", "1A-20"));
    let presence: Vec<Presence> = members.iter().map(|member| member.presence).collect();
    let expected = [
        vec![Presence::Present; 14],
        vec![Presence::Absent; 2],
        vec![Presence::AbsentUnmarked],
        vec![Presence::LeftEarly; 3],
    ];
    assert_eq!(presence, expected.concat());
    assert_eq!(members.iter().filter(|member| member.wheelchair).count(), 1);
    assert!(members[0].wheelchair && members[1..5].iter().all(|member| member.needs_help));
    assert!(!members[5].needs_help && !members[0].needs_help);
    assert!(
        members
            .iter()
            .all(|member| (6.5..7.5).contains(&member.age_years))
    );
}

#[test]
fn pupils_of_one_family_are_named_so_and_only_pupils() {
    const HEADER: &str = "id,role,class,room,age,needs_help,wheelchair,family\n";
    const STAFF: &str = "head-teacher,head,,office,51,no,no,\nsecretary,staff,,office,38,no,no,";
    let with = |rows: &str| {
        let copy = Copy::of("fire-drill");
        copy.write("people.csv", &format!("{HEADER}{STAFF}{rows}"));
        copy
    };
    let copy = with("\n1A-03,pupil,1A,room-1,,no,no,hoxha\n");
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    assert_eq!(person(&scenario, "1A-03").family.as_deref(), Some("hoxha"));
    assert_eq!(person(&scenario, "1A-04").family, None);
    let said = with("hoxha\n").said(None, &[]);
    assert!(
        said.contains("people.csv:3:34") && said.contains("only pupils are fetched"),
        "{said}"
    );
}

#[test]
fn pupils_and_visitors_hide_and_nobody_else() {
    const HEADER: &str = "id,role,class,room,age,needs_help,wheelchair,sets_out,hides\n";
    const STAFF: &str = "head-teacher,head,,office,51,no,no,,\nsecretary,staff,,office,38,no,no,,";
    let with = |rows: &str| {
        let copy = Copy::of("fire-drill");
        copy.write("people.csv", &format!("{HEADER}{STAFF}{rows}"));
        copy
    };
    let copy = with("jo\n1A-03,pupil,1A,office,,no,no,,po\n");
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    assert!(person(&scenario, "1A-03").hides && !person(&scenario, "1A-04").hides);
    let said = with("po\n").said(None, &[]);
    assert!(said.contains("only pupils and visitors hide"), "{said}");
    let said = with("\n1A-03,pupil,1A,office,,no,no,2 min,yes\n").said(None, &[]);
    assert!(said.contains("hides until somebody comes"), "{said}");
}

#[test]
fn a_pupil_by_name_counts_in_the_register_and_begins_elsewhere() {
    let scenario = school();
    let boys = scenario
        .school
        .plan
        .space_by_id("toilet-boys-2")
        .expect("in the plan")
        .get();
    let missing = person(&scenario, "7B-11");
    assert_eq!((missing.space, missing.presence), (boys, Presence::Present));
    let class = scenario
        .school
        .classes
        .iter()
        .find(|class| class.id == "7B")
        .expect("7B");
    assert_eq!(class.members.len(), 34, "on the register");
    assert!(
        class.members.contains(
            &scenario
                .school
                .people
                .iter()
                .position(|p| p.id == "7B-11")
                .expect("there")
        )
    );

    let copy = Copy::school().edited(&[("people.csv", "7B-11;pupil", "7B-guest;pupil")]);
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    let class = scenario
        .school
        .classes
        .iter()
        .find(|class| class.id == "7B")
        .expect("7B");
    assert_eq!(
        class.members.len(),
        34,
        "a new id takes the place of the last number"
    );
    assert!(scenario.school.people.iter().all(|person| person.id != "7B-34"));
    assert_eq!(person(&scenario, "7B-guest").space, boys);
}

#[test]
fn teachers_are_in_charge_and_one_who_is_new_stands_in_the_room() {
    let scenario = school();
    let class = |id: &str| {
        scenario
            .school
            .classes
            .iter()
            .find(|class| class.id == id)
            .expect("a class")
    };
    assert_eq!(class("6B").teacher, None, "absent today");
    let teacher = class("7B").teacher.expect("there");
    let teacher = &scenario.school.people[teacher];
    assert_eq!(
        (teacher.id.as_str(), teacher.role),
        ("teacher-7b", PersonRole::Teacher)
    );
    assert_eq!(
        teacher
            .class
            .map(|class| scenario.school.classes[class].id.as_str()),
        Some("7B")
    );

    let copy = Copy::of("fire-drill").edited(&[("classes.csv", "teacher-1a", "substitute")]);
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    let substitute = person(&scenario, "substitute");
    assert_eq!(scenario.school.plan.spaces[substitute.space].id, "room-1");
    assert_eq!(person(&scenario, "teacher-1a").class, None);
}

#[test]
fn everybody_present_has_a_place_of_their_own_in_their_room() {
    for id in super::SHIPPED {
        let scenario = load(&shipped(id), None, &[]).scenario.expect("sound");
        let people = &scenario.school.people;
        assert!(
            people.windows(2).all(|pair| pair[0].id < pair[1].id),
            "sorted by id"
        );
        for (index, person) in people.iter().enumerate() {
            let space = &scenario.school.plan.spaces[person.space];
            assert!(
                space.outline.contains(person.at),
                "{} at {:?} in {}",
                person.id,
                person.at,
                space.id
            );
            let present =
                |other: &&PersonSpec| other.space == person.space && other.presence == Presence::Present;
            if person.presence == Presence::Present {
                let nearest = people[index + 1..]
                    .iter()
                    .filter(present)
                    .map(|other| other.at.distance(person.at));
                assert!(
                    nearest.fold(9.0, f64::min) >= 0.5 - 1e-9,
                    "{} sits on somebody",
                    person.id
                );
            }
        }
    }
}

#[test]
fn whoever_came_late_is_at_school_and_on_no_list() {
    let edits = [
        ("classes.csv", "needing_help", "came_late"),
        (
            "classes.csv",
            "1A,room-1,1,20,1,0,0,0,0,",
            "1A,room-1,1,20,1,0,0,2,0,",
        ),
    ];
    let copy = Copy::of("fire-drill").edited(&edits);
    let scenario = load(copy.path(), None, &[]).scenario.expect("sound");
    let late: Vec<&str> = scenario
        .school
        .people
        .iter()
        .filter(|person| person.presence == Presence::CameLate)
        .map(|person| person.id.as_str())
        .collect();
    assert_eq!(late, ["1A-18", "1A-19", "4A-18"]);
    assert!(late.iter().all(|id| person(&scenario, id).presence.at_school()));
    assert!(late.iter().all(|id| !person(&scenario, id).presence.expected()));
    let edits = [
        ("people.csv", "wheelchair", "came_late"),
        (
            "people.csv",
            "teacher-1a,teacher,,room-1,44,no,no",
            "teacher-1a,teacher,,room-1,44,no,yes",
        ),
    ];
    let said = Copy::of("fire-drill").edited(&edits).said(None, &[]);
    assert!(said.contains("only pupils come late"), "{said}");
}
