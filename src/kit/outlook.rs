//! What follows in each variant, from the runs of a batch.

use std::path::{Path, PathBuf};

use maud::{Markup, html};

use super::Kit;
use super::speaker::Spread;
use crate::compare::{Pool, ReadError, TOLD_FIRST, Wanted, read};
use crate::record::{Arg, RunName};

/// So many figures are told of each variant.
const FIGURES: usize = 4;

/// Runs of a batch of the same scenario.
pub struct Outlook {
    pool: Pool,
    /// The metrics that are told, by index.
    metrics: Vec<usize>,
}

impl Outlook {
    /// Reads the runs of a batch.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(folder: &Path) -> Result<Self, ReadError> {
        let pool = read(&[PathBuf::from(folder)], Wanted::default())?;
        let by_name = |name: &&str| pool.metrics.iter().position(|metric| metric.name == **name);
        let told = TOLD_FIRST.iter().filter_map(by_name);
        // What is the same in every run of every variant tells nothing.
        let differs = |metric: &usize| {
            let mut values = (0..pool.groups.len()).flat_map(|group| pool.groups[group].values(*metric));
            let first = values.next().map(|(_, value)| value);
            values.any(|(_, value)| Some(value) != first)
        };
        let metrics = told.filter(differs).take(FIGURES).collect();
        Ok(Self { pool, metrics })
    }

    /// The scenario whose runs they are, by id.
    pub fn scenario(&self) -> &str {
        &self.pool.scenario
    }
}

impl Kit<'_> {
    /// A sheet with what follows in each variant; none without a batch.
    pub(super) fn outlook_sheet(&self) -> Markup {
        let Some(outlook) = self.outlook else {
            return html! {};
        };
        let pool = &outlook.pool;
        let base = pool.base(None).unwrap_or_default();
        let runs = pool
            .groups
            .iter()
            .map(|group| group.luck.len())
            .min()
            .unwrap_or_default();
        html! {
            section.sheet {
                p.over { bdi { (self.title()) } " · " bdi { (self.say("kit-facilitator", &[])) } }
                h1 { (self.say("kit-outlook", &[])) }
                p.under { (self.say("kit-not-for-table", &[])) }
                p { (self.say("kit-outlook-of", &[("runs", Arg::Count(runs as i64))])) }
                table {
                    thead { tr {
                        th scope="col" { (self.say("kit-variant", &[])) }
                        @for metric in &outlook.metrics { th scope="col" { (self.metric(&pool.metrics[*metric].name)) } }
                    } }
                    tbody { @for (index, group) in pool.groups.iter().enumerate() {
                        tr {
                            th scope="row" {
                                @if group.variant == RunName::BASE && index == base { (self.say("kit-as-it-stands", &[])) }
                                @else { (group.called()) }
                            }
                            @for metric in &outlook.metrics { td { (self.outlook_of(outlook, index, *metric)) } }
                        }
                    } }
                }
            }
        }
    }

    fn outlook_of(&self, outlook: &Outlook, group: usize, metric: usize) -> String {
        let name = &outlook.pool.metrics[metric].name;
        let spread = Spread::of(&outlook.pool.groups[group], metric);
        spread.map_or_else(
            || self.say("summary-never", &[]),
            |spread| self.speaker.ranged(&spread, name),
        )
    }
}
