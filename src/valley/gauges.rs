//! Gauges: thresholds that the water passes, readings with their errors, forecasts that may be wrong.

use bevy_ecs::prelude::*;

use super::{GaugeRead, again};
use crate::hazard::flood::coupling::{Flood, Waters};
use crate::scenario::model::GaugeSpec;
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, Log, Truth, stable_id};
use crate::vocabulary::{ALERT, Ms, Signal, Unit, Value};

pub(super) const READ: &str = "gauge-read";
pub(super) const FORECAST: &str = "forecast-issued";

/// What the agency makes of a level above the zero of a gauge: a step of [`ALERT`].
pub fn alert_at(gauge: &GaugeSpec, level_m: f64) -> u8 {
    let passed = |(_, threshold): &(u8, &Option<f64>)| threshold.is_some_and(|m| level_m >= m);
    (1..)
        .zip(&gauge.thresholds_m)
        .filter(passed)
        .map(|(step, _)| step)
        .max()
        .unwrap_or(0)
}

/// What each gauge was last seen to say.
#[derive(Resource, Debug)]
pub(super) struct Alerts(Vec<u8>);

impl Alerts {
    pub(super) fn new(given: &Given) -> Self {
        Self(vec![0; given.gauges.len()])
    }
}

/// The level at a gauge passes a threshold, up or down.
pub(super) fn pass_thresholds(
    given: Res<Given>,
    clock: Res<Clock>,
    waters: Res<Waters>,
    mut alerts: ResMut<Alerts>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for (gauge, alert) in given.gauges.iter().zip(&mut alerts.0) {
        let Some(level_m) = waters.at(gauge.subject).and_then(|water| water.now.level_m) else {
            continue;
        };
        let step = alert_at(gauge, level_m);
        truth.set(now_ms, Signal::Alert, gauge.subject, Value::Ordinal(step));
        if step == *alert {
            continue;
        }
        let event = if step > *alert {
            "gauge-rises-to"
        } else {
            "gauge-falls-to"
        };
        *alert = step;
        log.note(now_ms, event)
            .about(gauge.subject)
            .value(Signal::Alert, Value::Ordinal(step))
            .with("level_m", Detail::Quantity(level_m, Unit::Metre))
            .text("alert", ALERT[usize::from(step)])
            .done();
    }
}

/// Whether a gauge reports nothing at a time.
fn is_silent(outages: &[(Ms, Ms)], now_ms: Ms) -> bool {
    outages
        .iter()
        .any(|(from_ms, to_ms)| (*from_ms..*to_ms).contains(&now_ms))
}

/// Readings that are due are taken.
pub(super) fn read(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    waters: Res<Waters>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
    mut says: MessageWriter<GaugeRead>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(READ) {
        let gauge = &given.gauges[wake.id as usize];
        let Some(reports) = &gauge.reports else { continue };
        let next_ms = now_ms + reports.every_ms;
        again(
            &mut agenda,
            READ,
            wake.id,
            wake.occurrence,
            next_ms,
            given.exercise.lasts_ms,
        );
        let level_m = waters.at(gauge.subject).and_then(|water| water.now.level_m);
        let Some(level_m) = level_m.filter(|_| !is_silent(&reports.outages, now_ms)) else {
            continue;
        };
        let luck = chance.hazard_draw("gauge-reading", stable_id(&gauge.id), wake.occurrence.into());
        let level_m = centimetres(level_m + reports.error_m * luck.standard_normal());
        let cause = log
            .note(now_ms, "gauge-read")
            .about(gauge.subject)
            .value(Signal::Level, Value::Number(level_m))
            .with("level_m", Detail::Quantity(level_m, Unit::Metre))
            .done();
        says.write(GaugeRead {
            gauge: wake.id as usize,
            is_forecast: false,
            level_m,
            cause,
        });
    }
}

/// Forecasts that are due are issued: the level as it will be, and by how much the forecast is wrong.
pub(super) fn forecast(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    flood: Option<ResMut<Flood>>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
    mut says: MessageWriter<GaugeRead>,
) {
    let Some(mut flood) = flood else { return };
    let now_ms = clock.now_ms;
    for wake in due.of(FORECAST) {
        let gauge = &given.gauges[wake.id as usize];
        let Some(spec) = &gauge.forecast else { continue };
        let next_ms = now_ms + spec.every_ms;
        again(
            &mut agenda,
            FORECAST,
            wake.id,
            wake.occurrence,
            next_ms,
            given.exercise.lasts_ms,
        );
        // After the end of the exercise nobody acts on it.
        if now_ms >= given.exercise.lasts_ms {
            continue;
        }
        let Some(level_m) = flood.level_ahead_m(gauge.subject, now_ms + spec.lead_ms) else {
            continue;
        };
        let luck = chance.hazard_draw("forecast", stable_id(&gauge.id), wake.occurrence.into());
        let level_m = centimetres(level_m + spec.bias_m + spec.error_m * luck.standard_normal());
        let cause = log
            .note(now_ms, "forecast-issued")
            .about(gauge.subject)
            .value(Signal::ForecastLevel, Value::Number(level_m))
            .with("level_m", Detail::Quantity(level_m, Unit::Metre))
            .with("lead_s", Detail::Duration(spec.lead_ms))
            .done();
        says.write(GaugeRead {
            gauge: wake.id as usize,
            is_forecast: true,
            level_m,
            cause,
        });
    }
}

/// To the centimetre, as gauges are read.
fn centimetres(level_m: f64) -> f64 {
    (level_m * 100.0).round() / 100.0
}
