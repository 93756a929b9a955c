//! Where a run comes from, exactly: enough to run it again and to see whether a folder is whole.
//!
//! Nothing here depends on the machine: no wall clock, no absolute path, no host. Two runs that should give the
//! same bytes have the same manifest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::folder::{Written, sha256};
use super::tables::RunName;
use super::value::Id;

/// The version of the run folder's format: a reader accepts every minor version of the major version it knows.
pub const FORMAT: &str = "1.0";

/// What the caller knows about a run beside its records.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// Scenario, variant, case and seed.
    pub run: RunName,
    /// The title of the scenario, as its author wrote it.
    pub title: String,
    /// Changes when the same scenario and seeds give other results.
    pub model_version: &'static str,
    /// The clock of the scenario.
    pub clock: Clock,
    /// The scenario as it was run: variant, settings and defaults merged in.
    pub resolved_scenario: String,
    /// Every file that was read, by its name relative to the scenario, and its content.
    pub inputs: BTreeMap<String, std::sync::Arc<[u8]>>,
    /// `--set`, in the order given.
    pub set: Vec<String>,
    /// `--decide`, in the order given.
    pub decide: Vec<String>,
    /// The seeds.
    pub seeds: Seeds,
    /// Every effect that the scenario imposed whatever the physics says.
    pub pins: Vec<Id>,
    /// The text of the action log that was replayed.
    pub replayed_log: Option<String>,
}

/// The seeds of a run and why these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seeds {
    /// For what the hazard does.
    pub hazard: u64,
    /// For what people do.
    pub people: u64,
    /// Why these.
    pub choice: SeedChoice,
}

/// Why a run has the seed it has. A seed that was picked for what it shows must never pass for an ordinary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeedChoice {
    /// Nobody asked for another.
    Default,
    /// Asked for on the command line or by a plan.
    Given,
    /// Picked out of several runs because of its outcome (the worst, the median).
    Picked,
}

/// A file of the run folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// Its rows without the header, if it is a table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<usize>,
}

/// What a reader needs of the manifest of a run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RunManifest {
    /// By which version of the model it was made.
    pub model_version: String,
    /// The id of its scenario.
    pub scenario: String,
    /// What people call the scenario.
    pub title: String,
    /// The variant.
    pub variant: String,
    /// What its settings are called.
    pub case: Option<String>,
    /// Its seeds, and why these.
    pub seeds: Seeds,
    /// `--set`, in the order given.
    #[serde(default)]
    pub set: Vec<String>,
    /// `--decide`, in the order given.
    #[serde(default)]
    pub decide: Vec<String>,
    /// SHA-256 of the scenario as it was run.
    #[serde(default)]
    pub resolved_scenario_sha256: String,
    /// SHA-256 of the log that it followed, if it followed one.
    #[serde(default)]
    pub replayed_log_sha256: Option<String>,
    /// Why it broke off, if it did.
    #[serde(default)]
    pub incomplete: Option<String>,
    /// What was written.
    #[serde(default)]
    pub files: BTreeMap<String, FileRecord>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: &'static str,
    program: &'static str,
    program_version: &'static str,
    model_version: &'static str,
    scenario: &'a str,
    title: &'a str,
    variant: &'a str,
    case: Option<&'a str>,
    seed: u64,
    seeds: Seeds,
    set: &'a [String],
    decide: &'a [String],
    pins: Vec<&'a str>,
    starts: String,
    language: &'a str,
    resolved_scenario_sha256: String,
    inputs_sha256: BTreeMap<&'a str, String>,
    replayed_log_sha256: Option<String>,
    /// Only where the run broke off.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    remarks: &'a [String],
    files: BTreeMap<&'a str, FileRecord>,
}

/// The text of `manifest.json`: keys in a fixed order, one a line.
pub(super) fn manifest_json(
    provenance: &Provenance,
    language: &str,
    (incomplete, remarks): (Option<&str>, &[String]),
    written: &BTreeMap<String, Written>,
    rows: &BTreeMap<String, usize>,
) -> String {
    let inputs = provenance
        .inputs
        .iter()
        .map(|(name, content)| (name.as_str(), sha256(content)));
    pretty_json(&Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_NAME"),
        program_version: env!("CARGO_PKG_VERSION"),
        model_version: provenance.model_version,
        scenario: &provenance.run.scenario,
        title: &provenance.title,
        variant: &provenance.run.variant,
        case: provenance.run.case.as_deref(),
        seed: provenance.run.seed,
        seeds: provenance.seeds,
        set: &provenance.set,
        decide: &provenance.decide,
        pins: provenance.pins.iter().map(AsRef::as_ref).collect(),
        starts: provenance.clock.iso(0),
        language,
        resolved_scenario_sha256: sha256(provenance.resolved_scenario.as_bytes()),
        inputs_sha256: inputs.collect(),
        replayed_log_sha256: provenance.replayed_log.as_ref().map(|log| sha256(log.as_bytes())),
        incomplete,
        remarks,
        files: file_records(written, rows),
    })
}

/// What was written, file by file, with the rows of tables.
pub fn file_records<'a>(
    written: &'a BTreeMap<String, Written>,
    rows: &BTreeMap<String, usize>,
) -> BTreeMap<&'a str, FileRecord> {
    let record = |(name, file): (&'a String, &Written)| {
        let record = FileRecord {
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            rows: rows.get(name).copied(),
        };
        (name.as_str(), record)
    };
    written.iter().map(record).collect()
}

/// JSON for people: indented, keys in the order of declaration, a line end at the end.
///
/// # Panics
/// For what is no JSON: maps whose keys are no texts.
pub fn pretty_json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain structs with text keys are always JSON");
    text.push('\n');
    text
}
