//! `hotwash schema`: what editors need to complete and underline while one types.

use super::exit::Stop;
use super::printer;
use crate::batch::BATCH_FILE;
use crate::scenario::document::schema as json_schema;
use crate::scenario::format::ROOT;

const AFTER_HELP: &str = "\
Examples:
  hotwash schema > scenario.schema.json
  hotwash schema variant > variant.schema.json
  hotwash schema batch > batch.schema.json

An editor with a TOML language server takes it from the first line of a file:
  #:schema ./scenario.schema.json";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Of which file
    #[arg(value_enum, default_value_t = Which::Scenario)]
    which: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// `scenario.toml`
    Scenario,
    /// A file of `variants/`
    Variant,
    /// A plan of many runs, for `hotwash batch --plan`
    Batch,
}

pub(super) fn schema(args: &Args) -> Result<(), Stop> {
    printer::out(&match args.which {
        Which::Scenario => json_schema::scenario(&ROOT),
        Which::Variant => json_schema::variant(&ROOT),
        Which::Batch => json_schema::scenario(&BATCH_FILE),
    })
}
