use super::*;

#[test]
fn ids_are_unique_and_begin_with_their_suite_and_suites_stand_together() {
    for (i, case) in CASES.iter().enumerate() {
        assert!(
            case.id.starts_with(&format!("{}-", case.suite.word())),
            "{}",
            case.id
        );
        assert!(CASES[..i].iter().all(|other| other.id != case.id), "{}", case.id);
        assert!(i == 0 || CASES[i - 1].suite <= case.suite, "{}", case.id);
    }
}

#[test]
fn a_case_gives_the_same_for_the_same_seed() {
    let [one] = CASES
        .iter()
        .filter(|case| case.id == "school-a")
        .collect::<Vec<_>>()[..]
    else {
        panic!("the class by a door")
    };
    assert_eq!(one.run(3), one.run(3));
    assert_ne!(one.run(3), one.run(4));
}
