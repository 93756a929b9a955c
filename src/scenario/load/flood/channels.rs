//! What is wrong between a river narrower than a cell and the ground that it lies in.

use crate::diagnostic::{Diagnostic, Span};
use crate::geo::Point;
use crate::geo::metric::MetricRaster;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::model::{GroundOf, WaterSpec, WaterwaySpec};

/// Says so where a channel is no narrower than a cell, or its bed no lower than the ground of a terrain.
pub(super) fn check(flood: View<'_>, spec: &WaterSpec, context: &mut Context<'_>) {
    for view in flood.tables("channel") {
        let Some(channel) = spec.channels.iter().find(|channel| channel.id == view.id()) else {
            continue;
        };
        check_width(view, channel, spec, context);
        check_length(view.span_of("course"), channel, spec, context);
        if let GroundOf::Terrain(terrain) = &spec.ground {
            check_bed(view.span_of("course"), channel, terrain, context);
        }
    }
}

/// A channel has to have a reach: a way through a cell that is not the one into which it flows.
fn check_length(span: Span, channel: &WaterwaySpec, spec: &WaterSpec, context: &mut Context<'_>) {
    let grid = match &spec.ground {
        GroundOf::Terrain(terrain) => terrain.grid,
        GroundOf::Valley(valley) => match valley.grid() {
            Ok(grid) => grid,
            Err(_) => return,
        },
    };
    if channel.reaches(&grid).0.is_empty() {
        let message = "the channel lies in no cell of its own";
        let problem = Diagnostic::error("no-reach", span, message);
        context.diagnostics.push(problem.help(
            "lead it through a cell at least, besides the one into which it flows where it ends in water",
        ));
    }
}

fn check_width(view: View<'_>, channel: &WaterwaySpec, spec: &WaterSpec, context: &mut Context<'_>) {
    let cell_m = match &spec.ground {
        GroundOf::Terrain(terrain) => terrain.grid.cell_m,
        GroundOf::Valley(valley) => valley.cell_m,
    };
    if channel.width_m >= cell_m {
        let message = format!("the channel is no narrower than a cell, {cell_m} m");
        let problem = Diagnostic::error("too-wide", view.span_of("width_m"), message);
        context.diagnostics.push(
            problem.help(
                "a river as wide as a cell belongs into the terrain, with its bed: the grid carries it",
            ),
        );
    }
}

/// Of all cells in which the bed lies no lower than the ground the worst is told: who mends that mends most.
fn check_bed(span: Span, channel: &WaterwaySpec, terrain: &MetricRaster, context: &mut Context<'_>) {
    let mut wrong: Vec<(Point, f64, f64)> = Vec::new();
    for stretch in channel.reaches(&terrain.grid).0 {
        let [column, row] = stretch.cell;
        let (bed_m, ground_m) = (
            channel.bed_m(stretch.middle_m()),
            f64::from(terrain.at(column, row)),
        );
        let at = terrain.grid.centre(column, row);
        if ground_m.is_nan() {
            let message = format!(
                "the channel crosses a hole of the terrain at ({:.0}, {:.0})",
                at.x, at.y
            );
            let problem = Diagnostic::error("no-bed", span, message);
            context
                .diagnostics
                .push(problem.help("lead it past the hole, or fill the hole"));
            return;
        }
        if bed_m >= ground_m {
            wrong.push((at, bed_m, ground_m));
        }
    }
    let worst = wrong
        .iter()
        .max_by(|(_, bed, ground), (_, bed2, ground2)| (bed - ground).total_cmp(&(bed2 - ground2)));
    let Some((at, bed_m, ground_m)) = worst else {
        return;
    };
    let message = format!(
        "the bed of the channel is no lower than the ground in {} cells: most at ({:.0}, {:.0}), the bed {bed_m:.2} m, the ground \
         {ground_m:.2} m",
        wrong.len(),
        at.x,
        at.y
    );
    let problem = Diagnostic::error("no-bed", span, message);
    context
        .diagnostics
        .push(problem.help("give its corners lower beds, or more corners where the ground is uneven"));
}
