//! `hotwash water`: how deep the water of a run stood at a time, as a map.

use std::fs;
use std::path::PathBuf;

use super::exit::Stop;
use super::printer;
use crate::geo::Point;
use crate::geo::metric::{MetricGrid, MetricRaster, write_esri_ascii};
use crate::record::{WaterFilm, elapsed};
use crate::scenario::document::quantity::duration_ms;
use crate::vocabulary::Ms;

const AFTER_HELP: &str = "\
Examples:
  hotwash water outputs/shkodra-flood/base/seed-1 --at \"2 h\"
  hotwash water outputs/shkodra-flood/base/seed-1 --at \"90 min\" --to depth.asc

The map is an ESRI ASCII grid of depths in metres, to 2 cm: map programs open it.";

/// Decimals of a depth: it is known to 2 cm.
const DECIMALS: usize = 2;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder of a run whose water was computed
    run: PathBuf,
    /// Time since the start of the exercise, such as "2 h" or "90 min": the last depths that were kept until then are written
    #[arg(long, value_name = "TIME")]
    at: String,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "depth.asc")]
    to: PathBuf,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the run and the map are where the command line says"
)]
pub(super) fn water(args: &Args) -> Result<(), Stop> {
    let at_ms: Ms = duration_ms(&args.at)
        .map_err(|misfit| Stop::input(format!("`--at`: {}", misfit.message)).hint(misfit.help))?;
    let film = args.run.join("water.hwt");
    let file = fs::read(&film).map_err(|error| {
        Stop::input(format!("cannot read `{}`: {error}", film.display()))
            .hint("only runs whose water is computed have such a file")
    })?;
    let (layout, taken_ms, depths_m) = WaterFilm::depths_m(&file, at_ms)
        .map_err(|error| Stop::input(format!("`{}`: {error}", film.display())))?;
    let [west_m, south_m] = layout.corner_m;
    let grid = MetricGrid::new(Point::new(west_m, south_m), layout.cell_m, layout.size)
        .map_err(|error| Stop::input(format!("`{}`: {error}", film.display())))?;
    let depth = |column, row| depths_m[row * layout.size[0] + column] as f32;
    let map = write_esri_ascii(&MetricRaster::from_fn(grid, layout.epsg, depth), DECIMALS);
    fs::write(&args.to, map)
        .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", args.to.display())))?;
    let deepest_m = depths_m.iter().copied().fold(0.0, f64::max);
    printer::out(&format!(
        "Depth {} after the start, at most {deepest_m:.2} m: {}.\n",
        elapsed(taken_ms),
        args.to.display(),
    ))
}
