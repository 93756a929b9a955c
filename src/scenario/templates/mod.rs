//! What `hotwash new` writes: scenarios that load as they are, to be changed line by line.

mod case;

pub use case::in_case;

use super::document::ids::check_id;
use super::document::quantity::Misfit;
use super::document::suggest::did_you_mean;

/// A file of a new scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    /// Its name, relative to the new folder; `/` between folders.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// A scenario that others start from.
struct Template {
    id: &'static str,
    /// By name; parts of one file follow each other.
    files: &'static [(&'static str, &'static str)],
}

/// Stands in a template for the name of the new scenario.
const NAME: &str = "@NAME@";

/// The house of two templates, and who is in it.
const SCHOOL_PLAN: (&str, &str) = (
    "plan.geojson",
    include_str!("../../../scenarios/fire-drill/plan.geojson"),
);
const SCHOOL_CLASSES: (&str, &str) = ("classes.csv", include_str!("school/classes.csv"));
const SCHOOL_PEOPLE: (&str, &str) = ("people.csv", include_str!("school/people.csv"));
const HOLD_FIRST: (&str, &str) = (
    "variants/hold-first.toml",
    include_str!("school/variants/hold-first.toml"),
);

const TEMPLATES: [Template; 9] = [
    Template {
        id: "school",
        files: &[
            ("scenario.toml", include_str!("school/scenario.toml")),
            SCHOOL_PLAN,
            SCHOOL_CLASSES,
            SCHOOL_PEOPLE,
            HOLD_FIRST,
        ],
    },
    Template {
        id: "tabletop",
        files: &[
            ("scenario.toml", include_str!("school/scenario.toml")),
            ("scenario.toml", include_str!("tabletop/material.toml")),
            SCHOOL_PLAN,
            SCHOOL_CLASSES,
            SCHOOL_PEOPLE,
            HOLD_FIRST,
        ],
    },
    Template {
        id: "sheets",
        files: &[
            ("scenario.toml", include_str!("sheets/scenario.toml")),
            ("corridors.csv", include_str!("sheets/corridors.csv")),
            ("rooms.csv", include_str!("sheets/rooms.csv")),
            ("stairs.csv", include_str!("sheets/stairs.csv")),
            ("exits.csv", include_str!("sheets/exits.csv")),
            ("assembly.csv", include_str!("sheets/assembly.csv")),
            ("classes.csv", include_str!("sheets/classes.csv")),
            ("people.csv", include_str!("sheets/people.csv")),
            (
                "variants/main-exit-closed.toml",
                include_str!("sheets/variants/main-exit-closed.toml"),
            ),
        ],
    },
    Template {
        id: "fire-drill",
        files: &[
            (
                "scenario.toml",
                include_str!("../../../scenarios/fire-drill/scenario.toml"),
            ),
            (
                "plan.geojson",
                include_str!("../../../scenarios/fire-drill/plan.geojson"),
            ),
            (
                "classes.csv",
                include_str!("../../../scenarios/fire-drill/classes.csv"),
            ),
            (
                "people.csv",
                include_str!("../../../scenarios/fire-drill/people.csv"),
            ),
            (
                "variants/one-exit.toml",
                include_str!("../../../scenarios/fire-drill/variants/one-exit.toml"),
            ),
            (
                "variants/smoke-in-a-classroom.toml",
                include_str!("../../../scenarios/fire-drill/variants/smoke-in-a-classroom.toml"),
            ),
            (
                "variants/standard-response-protocol.toml",
                include_str!("../../../scenarios/fire-drill/variants/standard-response-protocol.toml"),
            ),
        ],
    },
    Template {
        id: "town",
        files: &[
            ("scenario.toml", include_str!("town/scenario.toml")),
            ("buildings.csv", include_str!("town/buildings.csv")),
            ("streets.csv", include_str!("town/streets.csv")),
            ("variants/by-day.toml", include_str!("town/variants/by-day.toml")),
        ],
    },
    Template {
        id: "durres-2019",
        files: &[
            (
                "scenario.toml",
                include_str!("../../../scenarios/durres-2019/scenario.toml"),
            ),
            (
                "buildings.csv",
                include_str!("../../../scenarios/durres-2019/buildings.csv"),
            ),
            (
                "stations.csv",
                include_str!("../../../scenarios/durres-2019/stations.csv"),
            ),
            (
                "stations-all.csv",
                include_str!("../../../scenarios/durres-2019/stations-all.csv"),
            ),
            (
                "shakemap.csv",
                include_str!("../../../scenarios/durres-2019/shakemap.csv"),
            ),
            (
                "observed.csv",
                include_str!("../../../scenarios/durres-2019/observed.csv"),
            ),
            (
                "variants/daytime-1030.toml",
                include_str!("../../../scenarios/durres-2019/variants/daytime-1030.toml"),
            ),
            (
                "variants/retrofit-low-code.toml",
                include_str!("../../../scenarios/durres-2019/variants/retrofit-low-code.toml"),
            ),
            (
                "variants/shakemap.toml",
                include_str!("../../../scenarios/durres-2019/variants/shakemap.toml"),
            ),
            (
                "variants/two-stations.toml",
                include_str!("../../../scenarios/durres-2019/variants/two-stations.toml"),
            ),
            (
                "variants/without-stations.toml",
                include_str!("../../../scenarios/durres-2019/variants/without-stations.toml"),
            ),
        ],
    },
    Template {
        id: "durres-school",
        files: &[
            (
                "scenario.toml",
                include_str!("../../../scenarios/durres-school/scenario.toml"),
            ),
            (
                "plan.geojson",
                include_str!("../../../scenarios/durres-school/plan.geojson"),
            ),
            (
                "classes.csv",
                include_str!("../../../scenarios/durres-school/classes.csv"),
            ),
            (
                "people.csv",
                include_str!("../../../scenarios/durres-school/people.csv"),
            ),
            (
                "variants/classes-at-one-pace.toml",
                include_str!("../../../scenarios/durres-school/variants/classes-at-one-pace.toml"),
            ),
            (
                "variants/early-warning-12s.toml",
                include_str!("../../../scenarios/durres-school/variants/early-warning-12s.toml"),
            ),
            (
                "variants/floor-by-floor.toml",
                include_str!("../../../scenarios/durres-school/variants/floor-by-floor.toml"),
            ),
            (
                "variants/help-comes-by-script.toml",
                include_str!("../../../scenarios/durres-school/variants/help-comes-by-script.toml"),
            ),
            (
                "variants/hold-for-inspection.toml",
                include_str!("../../../scenarios/durres-school/variants/hold-for-inspection.toml"),
            ),
            (
                "variants/in-the-second-shift.toml",
                include_str!("../../../scenarios/durres-school/variants/in-the-second-shift.toml"),
            ),
            (
                "variants/officer-opens-second-gate.toml",
                include_str!("../../../scenarios/durres-school/variants/officer-opens-second-gate.toml"),
            ),
            (
                "variants/physics-decides.toml",
                include_str!("../../../scenarios/durres-school/variants/physics-decides.toml"),
            ),
            (
                "variants/pupils-telephone-home.toml",
                include_str!("../../../scenarios/durres-school/variants/pupils-telephone-home.toml"),
            ),
            (
                "variants/reunification-at-the-gate.toml",
                include_str!("../../../scenarios/durres-school/variants/reunification-at-the-gate.toml"),
            ),
            (
                "variants/runners-not-phones.toml",
                include_str!("../../../scenarios/durres-school/variants/runners-not-phones.toml"),
            ),
            (
                "variants/second-shift-at-the-gate.toml",
                include_str!("../../../scenarios/durres-school/variants/second-shift-at-the-gate.toml"),
            ),
            (
                "variants/wardens-sweep-first.toml",
                include_str!("../../../scenarios/durres-school/variants/wardens-sweep-first.toml"),
            ),
        ],
    },
    Template {
        id: "dam-break-drill",
        files: &[
            (
                "scenario.toml",
                include_str!("../../../scenarios/dam-break-drill/scenario.toml"),
            ),
            (
                "variants/slower-breach.toml",
                include_str!("../../../scenarios/dam-break-drill/variants/slower-breach.toml"),
            ),
        ],
    },
    Template {
        id: "shkodra-flood",
        files: &[
            (
                "scenario.toml",
                include_str!("../../../scenarios/shkodra-flood/scenario.toml"),
            ),
            (
                "plan.geojson",
                include_str!("../../../scenarios/shkodra-flood/plan.geojson"),
            ),
            (
                "classes.csv",
                include_str!("../../../scenarios/shkodra-flood/classes.csv"),
            ),
            (
                "people.csv",
                include_str!("../../../scenarios/shkodra-flood/people.csv"),
            ),
            (
                "drin.csv",
                include_str!("../../../scenarios/shkodra-flood/drin.csv"),
            ),
            (
                "lake.csv",
                include_str!("../../../scenarios/shkodra-flood/lake.csv"),
            ),
            (
                "stage.csv",
                include_str!("../../../scenarios/shkodra-flood/stage.csv"),
            ),
            (
                "variants/head-teacher-sends-home.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/head-teacher-sends-home.toml"),
            ),
            (
                "variants/levee-patrol.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/levee-patrol.toml"),
            ),
            (
                "variants/ministry-suspends-lessons.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/ministry-suspends-lessons.toml"),
            ),
            (
                "variants/no-gauge.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/no-gauge.toml"),
            ),
            (
                "variants/prescribed.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/prescribed.toml"),
            ),
            (
                "variants/request-earlier-release.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/request-earlier-release.toml"),
            ),
            (
                "variants/sandbag-the-levee.toml",
                include_str!("../../../scenarios/shkodra-flood/variants/sandbag-the-levee.toml"),
            ),
        ],
    },
];

/// The templates there are; the first is the one to start from.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|template| template.id)
}

/// The files of a new scenario called `name`, made from a template.
///
/// # Errors
/// A name that cannot be the name of a scenario, a template that there is not.
pub fn files(name: &str, from: &str) -> Result<Vec<TemplateFile>, Misfit> {
    check_id(name, false)?;
    let Some(template) = TEMPLATES.iter().find(|template| template.id == from) else {
        let help = did_you_mean(from, names()).unwrap_or_default();
        return Err(Misfit::new(
            "unknown-template",
            format!("there is no template `{from}`"),
            help,
        ));
    };
    let mut files: Vec<TemplateFile> = Vec::new();
    for (file, text) in template.files {
        let text = text.replace(NAME, name);
        match files.iter_mut().find(|known| known.name == *file) {
            Some(known) => known.text.push_str(&text),
            None => files.push(TemplateFile { name: file, text }),
        }
    }
    Ok(files)
}

/// The scenario of a drill in a walkable area.
const AREA: &str = include_str!("area/scenario.toml");
/// Stands in it for the metric of its objective.
const METRIC: &str = "@METRIC@";

/// The files of a drill called `name` in a walkable area: its plan, and one class that begins in one of its spaces.
///
/// # Errors
/// A name that cannot be the name of a scenario.
pub fn in_area(name: &str, plan: &str, space: &str) -> Result<Vec<TemplateFile>, Misfit> {
    check_id(name, false)?;
    // Who gathers in an area of the plan never leaves it; who goes by a line to the street never gathers.
    let metric = if plan.contains("\"assembly\"") {
        "all_assembled_s"
    } else {
        "last_out_s"
    };
    let file = |name, text| TemplateFile { name, text };
    Ok(vec![
        file("scenario.toml", AREA.replace(NAME, name).replace(METRIC, metric)),
        file("plan.geojson", plan.to_owned()),
        file(
            "classes.csv",
            format!("class,room,grade,on_register,teacher\n6A,{space},6,20,teacher-6a\n"),
        ),
        file(
            "people.csv",
            format!(
                "id,role,room\nhead-teacher,head,{space}\nsecretary,staff,{space}\nteacher-6a,teacher,{space}\n"
            ),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_written_whole_under_a_plain_name() {
        for from in names() {
            let files = files("my-school", from).expect(from);
            assert!(files.iter().any(|file| file.name == "scenario.toml"));
            assert!(
                files
                    .iter()
                    .all(|file| !file.text.contains(NAME) && !file.text.is_empty()),
                "{from}"
            );
        }
        assert_eq!(
            files("My school", "school").unwrap_err().help,
            "write `my-school`"
        );
        assert_eq!(files("x", "schol").unwrap_err().help, "did you mean `school`?");
        assert!(files("../x", "school").is_err());
    }
}
