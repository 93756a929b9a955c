//! What many seeds of an earthquake came to: two tables, where they come from, and the folder that holds them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::column::Cell::{Id as IdCell, Mean, Text, Unit as UnitCell, Whole};
use super::column::{Column, Table, TableInfo};
use super::folder::{MANIFEST, RunFolder, sha256};
use super::manifest::{FORMAT, FileRecord, Provenance, file_records, pretty_json};
use super::package::datapackage_json;
use super::value::Id;
use super::writers::{WriteError, csv_bytes, write_csv};
use crate::vocabulary::Unit;

/// A quantity of a place over all seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactRow {
    /// The scenario.
    pub scenario: Id,
    /// The policy variant.
    pub variant: Id,
    /// The municipality; `everywhere` for the sum.
    pub municipality: String,
    /// Which quantity.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The 5 %, 50 % and 95 % quantiles.
    pub quantiles: [f64; 3],
    /// How many seeds.
    pub seeds: u64,
}

impl Table for ImpactRow {
    const NAME: &'static str = "impact";
    const DOC: &'static str = "A quantity of a municipality, or of everywhere, over all seeds.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "municipality", "quantity"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("scenario", IdCell(|r| Some(&r.scenario)), "The scenario."),
        Column::required(
            "variant",
            IdCell(|r| Some(&r.variant)),
            "The policy variant; `base` for the scenario as it stands.",
        ),
        Column::required(
            "municipality",
            Text(|r| Some(&r.municipality)),
            "The municipality; `everywhere` for the sum of all.",
        ),
        Column::required("quantity", IdCell(|r| Some(r.quantity)), "What is counted."),
        Column::required("unit", UnitCell(|r| Some(r.unit)), "In what."),
        Column::required("mean", Mean(|r| Some(r.mean)), "The mean over all seeds."),
        Column::required(
            "sd",
            Mean(|r| Some(r.sd)),
            "The standard deviation between seeds.",
        ),
        Column::required(
            "p5",
            Mean(|r| Some(r.quantiles[0])),
            "A twentieth of the seeds is below.",
        ),
        Column::required(
            "median",
            Mean(|r| Some(r.quantiles[1])),
            "Half of the seeds is below.",
        ),
        Column::required(
            "p95",
            Mean(|r| Some(r.quantiles[2])),
            "A twentieth of the seeds is above.",
        ),
        Column::required("seeds", Whole(|r| Some(r.seeds)), "How many seeds."),
    ];
}

/// A quantity of a place with one seed.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactBySeed {
    /// The scenario.
    pub scenario: Id,
    /// The policy variant.
    pub variant: Id,
    /// The seed.
    pub seed: u64,
    /// The municipality; `everywhere` for the sum.
    pub municipality: String,
    /// Which quantity.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Its value.
    pub value: f64,
}

impl Table for ImpactBySeed {
    const NAME: &'static str = "impact_by_seed";
    const DOC: &'static str = "A quantity of a municipality, or of everywhere, with one seed.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "seed", "municipality", "quantity"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("scenario", IdCell(|r| Some(&r.scenario)), "The scenario."),
        Column::required(
            "variant",
            IdCell(|r| Some(&r.variant)),
            "The policy variant; `base` for the scenario as it stands.",
        ),
        Column::required("seed", Whole(|r| Some(r.seed)), "The seed."),
        Column::required(
            "municipality",
            Text(|r| Some(&r.municipality)),
            "The municipality; `everywhere` for the sum of all.",
        ),
        Column::required("quantity", IdCell(|r| Some(r.quantity)), "What is counted."),
        Column::required("unit", UnitCell(|r| Some(r.unit)), "In what."),
        Column::required(
            "value",
            Mean(|r| Some(r.value)),
            "Its value: whole where it was drawn, a mean with `--expected`.",
        ),
    ];
}

/// Their files.
const SUMS: &str = "impact.csv";
const BY_SEED: &str = "impact_by_seed.csv";

/// The tables of `hotwash impact`, in the order in which the documentation and the data package list them.
pub fn impact_tables() -> Vec<TableInfo> {
    vec![TableInfo::of::<ImpactRow>(), TableInfo::of::<ImpactBySeed>()]
}

/// Which outcomes the tables are of.
#[derive(Debug, Clone, PartialEq)]
pub struct ImpactCourse {
    /// Which seeds.
    pub seeds: RangeInclusive<u64>,
    /// Whether buildings and people were taken in the mean instead of drawn.
    pub expected: bool,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: &'static str,
    program: &'static str,
    program_version: &'static str,
    model_version: &'static str,
    kind: &'static str,
    scenario: &'a str,
    title: &'a str,
    variant: &'a str,
    seeds: [u64; 2],
    buildings_and_people: &'static str,
    set: &'a [String],
    resolved_scenario_sha256: String,
    inputs_sha256: BTreeMap<&'a str, String>,
    files: BTreeMap<&'a str, FileRecord>,
}

/// Writes the tables into a folder of their own, whole or not at all.
///
/// # Errors
/// `target` exists and `force` is not given, or the machine refuses. Nothing is left behind then.
pub fn write_impact(
    course: &ImpactCourse,
    sums: &[ImpactRow],
    by_seed: impl Iterator<Item = ImpactBySeed>,
    provenance: &Provenance,
    target: &Path,
    force: bool,
) -> Result<PathBuf, WriteError> {
    let mut folder = RunFolder::create(target, force)?;
    let clock = &provenance.clock;
    folder.write(SUMS, &csv_bytes(sums, clock)?)?;
    let rows = folder.write_by(BY_SEED, |file| write_csv::<ImpactBySeed, _>(by_seed, clock, file))?;
    let rows = BTreeMap::from([(SUMS.to_owned(), sums.len()), (BY_SEED.to_owned(), rows)]);
    let package = datapackage_json(
        (&provenance.run.scenario, &provenance.title),
        &impact_tables(),
        folder.written(),
    );
    folder.write("datapackage.json", package.as_bytes())?;
    folder.write("inputs/resolved.toml", provenance.resolved_scenario.as_bytes())?;
    let inputs = provenance.inputs.iter();
    let manifest = pretty_json(&Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_NAME"),
        program_version: env!("CARGO_PKG_VERSION"),
        model_version: provenance.model_version,
        kind: "impact",
        scenario: &provenance.run.scenario,
        title: &provenance.title,
        variant: &provenance.run.variant,
        seeds: [*course.seeds.start(), *course.seeds.end()],
        buildings_and_people: if course.expected { "expected" } else { "drawn" },
        set: &provenance.set,
        resolved_scenario_sha256: sha256(provenance.resolved_scenario.as_bytes()),
        inputs_sha256: inputs
            .map(|(name, content)| (name.as_str(), sha256(content)))
            .collect(),
        files: file_records(folder.written(), &rows),
    });
    folder.write(MANIFEST, manifest.as_bytes())?;
    Ok(folder.publish()?)
}
