//! What can run, though somebody would want to know: the warnings of `hotwash check`.

use super::catalogue;

#[test]
fn rooms_and_teachers() {
    insta::assert_snapshot!(catalogue(&[
        (
            "a class that fits bodily and in no classroom",
            &[("classes.csv", "1A;room-01;1;30;2", "1A;room-01;1;99;2")]
        ),
        (
            "a teacher spelt almost like one who is left without a class",
            &[("classes.csv", ";teacher-3a;", ";techer-3a;")]
        ),
        (
            "capital letters alone",
            &[("classes.csv", ";teacher-3a;", ";Teacher-3A;")]
        ),
        (
            "a teacher whom no list names, called like nobody",
            &[("classes.csv", ";teacher-3a;", ";miss-hoxha;")]
        ),
    ]));
}

#[test]
fn orders_that_come_to_nothing() {
    const MORE: &str = "[hazard.mainshock]";
    insta::assert_snapshot!(catalogue(&[
        (
            "a post that must be consulted and that nobody holds",
            &[(
                "scenario.toml",
                MORE,
                "[post.head-teacher]\nmust_consult.evacuate = [\"prefect\", \"school-security-officer\"]\n\n\
                 [hazard.mainshock]"
            )]
        ),
        (
            "words by a bell alone",
            &[(
                "scenario.toml",
                MORE,
                "[channel.bell]\nkind = \"hand-bell\"\n\n[decision.ring]\nposition = \"school-incident-commander\"\n\
                 at = \"1 min\"\nchoose = \"a\"\n\
                 options.a = [{ action = \"hold\", school = \"nene-tereza\", via = [\"bell\"] }]\n\
                 options.b = [{ action = \"hold\", school = \"nene-tereza\", via = [\"bell\"], ack_within = \"20 s\", \
                 if_silent = \"send-runner\" }]\n\
                 options.c = [{ action = \"sound-alarm\", school = \"nene-tereza\", via = [\"bell\"] }]\n\n\
                 [hazard.mainshock]"
            )]
        ),
        (
            "a runner sent to the silent where nobody runs",
            &[("scenario.toml", "kind = \"runner\"", "kind = \"radio\"")]
        ),
    ]));
}
