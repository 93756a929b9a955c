//! `[hazard.ID]`: what happens, and when.

use std::collections::BTreeMap;

use super::HAZARD;
use super::context::Context;
use super::flood;
use super::rupture::{self, MotionFiles};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::quantity::{Instant, Moment};
use crate::scenario::document::shape::{Field, Section, Shape, Variant, Word};
use crate::scenario::document::view::View;
use crate::scenario::model::{DamageState, Earthquake, FloodSpec, HazardKind, HazardSpec};
use crate::vocabulary::SubjectKind;

/// The kinds of hazards.
pub static HAZARDS: &[Variant] = &[
    Variant::new("earthquake", &EARTHQUAKE),
    Variant::new("computed-earthquake", &rupture::COMPUTED),
    Variant::new("aftershock-sequence", &rupture::SEQUENCE),
    Variant::new("flood", &flood::COMPUTED),
    Variant::new("prescribed-flood", &flood::PRESCRIBED),
    Variant::new("drill", &DRILL),
];

static EARTHQUAKE: Section = Section {
    name: "earthquake",
    doc: "An earthquake or aftershock. Its effects at the school are stated by the author of the exercise, not \
          computed.",
    fields: &[
        Field::required(
            "at",
            Shape::Moment { anchors: &[HAZARD] },
            "When the strong shaking begins at the school.",
        ),
        Field::required(
            "magnitude_mw",
            Shape::Number {
                unit: "Mw",
                min: 2.0,
                max: 9.6,
            },
            "Moment magnitude, for the texts.",
        ),
        Field::required(
            "intensity_ems98",
            Shape::Number {
                unit: "EMS-98",
                min: 1.0,
                max: 12.0,
            },
            "Macroseismic intensity at the school, for the texts.",
        ),
        Field::required(
            "shakes_for",
            Shape::Duration {
                min_ms: 500,
                max_ms: 10 * 60 * 1_000,
            },
            "How long the strong shaking lasts.",
        ),
        Field::required(
            "damage",
            Shape::OneOf(DAMAGE),
            "What it does to the school building.",
        ),
    ],
};

static DAMAGE: &[Word] = &[
    Word::new("none", "nothing;"),
    Word::new("slight", "hairline cracks;"),
    Word::new("moderate", "cracks in most walls, some plaster down;"),
    Word::new("extensive", "large cracks, some elements have failed;"),
    Word::new("complete", "the building has failed, or may at any moment."),
];

static DRILL: Section = Section {
    name: "drill",
    doc: "A drill: fire or smoke is announced by the alarm only, nothing physical happens.",
    fields: &[Field::required(
        "at",
        Shape::Moment { anchors: &[HAZARD] },
        "When it begins.",
    )],
};

/// The time of every hazard, ms after the start; those that hang on each other in a circle are reported.
pub fn times(views: &[View<'_>], start: Instant, context: &mut Context<'_>) -> BTreeMap<String, i64> {
    let moments: BTreeMap<&str, (Moment, View<'_>)> = views
        .iter()
        .map(|view| (view.id(), (view.moment("at"), *view)))
        .collect();
    let mut times = BTreeMap::new();
    for view in views {
        let mut chain = vec![view.id()];
        let mut offset_ms = 0_i64;
        while let Some((moment, _)) = chain.last().and_then(|id| moments.get(id)) {
            let Moment::Relative {
                offset_ms: by,
                anchor,
            } = moment
            else {
                if let Some(at_ms) = moment.ms_after(start, |_| None) {
                    times.insert(view.id().to_owned(), at_ms + offset_ms);
                }
                break;
            };
            offset_ms += by;
            if anchor == view.id() {
                circle(*view, &chain, context);
                break;
            }
            // A circle that this hazard only leads into is reported by its members.
            if chain.contains(&anchor.as_str()) {
                break;
            }
            chain.push(anchor);
        }
    }
    times
}

/// Says so where aftershocks follow what is no computed earthquake, or there can be none.
pub fn check_sequences(hazards: &[HazardSpec], views: &[View<'_>], context: &mut Context<'_>) {
    for view in views.iter().filter(|view| view.kind() == "aftershock-sequence") {
        let named = |id: &str| hazards.iter().find(|hazard| hazard.id == id);
        let Some(main) = named(view.text("of")) else {
            continue;
        };
        let HazardKind::Rupture(rupture) = &main.kind else {
            let message = format!(
                "`{}` is no computed earthquake: its aftershocks cannot be computed",
                view.text("of")
            );
            let problem = Diagnostic::error("no-main-shock", view.span_of("of"), message);
            context
                .diagnostics
                .push(problem.help("name a hazard with `kind = \"computed-earthquake\"`"));
            continue;
        };
        let smallest_mw = view.number("smallest_mw");
        if smallest_mw >= rupture.magnitude_mw {
            let message = format!(
                "there are no aftershocks of {smallest_mw} or more: the main shock has {}",
                rupture.magnitude_mw
            );
            let problem = Diagnostic::warning("no-aftershocks", view.span_of("smallest_mw"), message);
            context.diagnostics.push(
                problem.help("aftershocks are weaker than the main shock: write a smaller `smallest_mw`"),
            );
        }
        let Some(sequence) = named(view.id()) else {
            continue;
        };
        let HazardKind::Aftershocks(spec) = &sequence.kind else {
            continue;
        };
        if view.has("until") && main.at_ms + spec.until_ms <= sequence.at_ms {
            let message = format!("`{}` is over before it begins", view.id());
            let problem = Diagnostic::error("over-before", view.span_of("until"), message);
            context.diagnostics.push(
                problem
                    .related(view.span_of("at"), "it begins here")
                    .help("write a later `until`, or leave it out"),
            );
        }
    }
}

fn circle(view: View<'_>, chain: &[&str], context: &mut Context<'_>) {
    // Each circle once: by its first member in alphabetical order.
    if chain.iter().min() != Some(&view.id()) {
        return;
    }
    let message = match chain {
        [alone] => format!("`{alone}` hangs on itself"),
        _ => format!(
            "`{0}` hangs on itself: {1} hangs on {0}",
            view.id(),
            chain.join(" hangs on ")
        ),
    };
    let problem = Diagnostic::error("hazard-circle", view.span_of("at"), message);
    context
        .diagnostics
        .push(problem.help("give one of them a time of its own: `at = \"5 min\"`"));
}

/// Kinds of hazards that bring water.
pub const FLOODS: [&str; 2] = ["flood", "prescribed-flood"];

/// Reads a hazard whose time is known; `files` are those that it names, `flood` is what it brings if it is one.
pub fn read(
    view: View<'_>,
    files: MotionFiles,
    flood: Option<FloodSpec>,
    context: &mut Context<'_>,
) -> Option<HazardSpec> {
    let at_ms = context.moment(view, "at")?;
    let kind = match view.kind() {
        kind if FLOODS.contains(&kind) => HazardKind::Flood(Box::new(flood?)),
        "earthquake" => {
            let damage = view.text("damage");
            HazardKind::Earthquake(Earthquake {
                magnitude_mw: view.number("magnitude_mw"),
                intensity_ems98: view.number("intensity_ems98"),
                shakes_for_ms: view.duration_ms("shakes_for"),
                damage: DamageState::ALL.iter().find(|(word, _)| *word == damage)?.1,
            })
        }
        "computed-earthquake" => HazardKind::Rupture(Box::new(rupture::read_rupture(view, files, context))),
        "aftershock-sequence" => {
            let of = context.index(view.text("of"), SubjectKind::Hazard)?;
            let main_ms = context.hazard_ms.get(view.text("of")).copied()?;
            HazardKind::Aftershocks(rupture::read_sequence(view, of, main_ms, context))
        }
        _ => HazardKind::Drill,
    };
    Some(HazardSpec {
        id: view.id().to_owned(),
        subject: context.subjects.find(view.id())?,
        at_ms,
        kind,
        span: Some(view.span()),
    })
}
