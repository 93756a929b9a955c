//! What is wrong with a variant or a setting is shown there.

use super::Copy;

fn said(variant: &str) -> String {
    let copy = Copy::school();
    copy.write("variants/v.toml", &format!("[variant]\nname = \"V\"\n{variant}"));
    copy.said(Some("v"), &[])
}

#[test]
fn mistakes_of_a_variant_stand_in_the_variant() {
    let cases = [
        ("unknown key", "[decision.leave-the-building]\nchose = \"hold\"\n"),
        (
            "misspelt decision",
            "[decision.leave-the-bilding]\nchoose = \"hold\"\n",
        ),
        (
            "misspelt option",
            "[decision.leave-the-building]\nchoose = \"holt\"\n",
        ),
        ("bad quantity", "[hazard.mainshock]\nshakes_for = \"-3 s\"\n"),
        (
            "another kind lacks its keys",
            "[hazard.mainshock]\nkind = \"drill\"\n",
        ),
        (
            "bad condition",
            "[decision.search]\nwhen = \"known(crack@stair-z)\"\n",
        ),
        ("removed hazard", "remove = [\"hazard.mainshock\"]\n"),
        (
            "removed hazard that a condition names",
            "remove = [\"hazard.aftershock\"]\n[decision.search]\nwhen = \"after(aftershock) > '1 min'\"\n",
        ),
        ("removed position", "remove = [\"position.floor-warden-2\"]\n"),
        ("removed channel", "remove = [\"channel.telephone\"]\n"),
        (
            "removed route",
            "remove = [\"school.nene-tereza.route.plan-a\"]\n",
        ),
        (
            "removed decision",
            "remove = [\"decision.search\"]\n[decision.call-families]\nwhen = \"decided(search)\"\n",
        ),
        (
            "removed option",
            "remove = [\"decision.search.options.send-wardens\"]\n",
        ),
        ("removed what is not there", "remove = [\"decision.serch\"]\n"),
        ("removed school", "remove = [\"school.nene-tereza\"]\n"),
        (
            "too many pupils",
            "[patch.'classes.csv'.7B]\non_register = 100\nroom = \"store\"\n",
        ),
        (
            "a room that does not exist",
            "[patch.'classes.csv'.7B]\nroom = \"room-99\"\n",
        ),
        (
            "a class that does not exist",
            "[patch.'classes.csv'.7C]\nroom = \"room-24\"\n",
        ),
        (
            "a file that is not read",
            "[patch.'class.csv'.7B]\nroom = \"room-24\"\n",
        ),
        ("another format", "format = 2\n"),
    ];
    let all = cases.map(|(title, variant)| {
        let variant = if title == "another format" {
            said_first(variant)
        } else {
            said(variant)
        };
        format!("# {title}\n{variant}")
    });
    insta::assert_snapshot!(all.join("\n"));
}

/// Said about a variant that begins with these lines.
fn said_first(lines: &str) -> String {
    let copy = Copy::school();
    copy.write("variants/v.toml", &format!("{lines}[variant]\nname = \"V\"\n"));
    copy.said(Some("v"), &[])
}

#[test]
fn mistakes_of_a_setting_stand_in_the_setting() {
    let copy = Copy::school();
    let cases = [
        "exercise.lasts=90",
        "exercise.lasts=90 min",
        "decision.leave-the-building.choose=holt",
        "decision.leave-the-building.choose=hold",
        "hazard.mainshock.at",
        "patch.'classes.csv'.7B.absent=99",
        "school.nene-tereza.procedure.cover_factor=30 %",
    ];
    let all = cases.map(|set| format!("# {set}\n{}", copy.said(None, &[set])));
    insta::assert_snapshot!(all.join("\n"));
    assert!(
        Copy::of("durres-school")
            .said(Some("hold-for-inspction"), &[])
            .contains("did you mean `hold-for-inspection`?")
    );
}
