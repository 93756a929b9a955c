//! What a run cost the machine. Kept apart from everything else a run leaves, because it differs every time.
#![expect(
    clippy::disallowed_types,
    reason = "the one room beside cli that looks at the machine's clock"
)]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// Measures the stages of a run as they end.
#[derive(Debug)]
pub struct Stopwatch {
    started_unix_s: u64,
    begin: Instant,
    lap: Instant,
    stages: Vec<Stage>,
}

/// A stage of a run and how long it took on this machine.
#[derive(Debug, Clone, Serialize)]
pub struct Stage {
    /// Its name: `load`, `simulate`, `write`.
    pub stage: &'static str,
    /// How long.
    pub seconds: f64,
}

/// `performance.json`.
#[derive(Serialize)]
struct Performance<'a> {
    started: String,
    seconds: f64,
    stages: &'a [Stage],
    cpus: usize,
    operating_system: &'static str,
    architecture: &'static str,
}

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = Instant::now();
        Self {
            started_unix_s: since_epoch.as_secs(),
            begin: now,
            lap: now,
            stages: Vec::new(),
        }
    }

    /// Ends a stage; the next one begins.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push(Stage {
            stage,
            seconds: (now - self.lap).as_secs_f64(),
        });
        self.lap = now;
    }

    /// The stages so far.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// How long all of it took so far.
    pub fn seconds(&self) -> f64 {
        self.begin.elapsed().as_secs_f64()
    }

    /// The text of `performance.json`.
    pub fn json(&self) -> String {
        let started = i64::try_from(self.started_unix_s)
            .ok()
            .and_then(|s| jiff::Timestamp::from_second(s).ok());
        let performance = Performance {
            started: started.unwrap_or_default().to_string(),
            seconds: self.seconds(),
            stages: &self.stages,
            cpus: std::thread::available_parallelism().map_or(1, usize::from),
            operating_system: std::env::consts::OS,
            architecture: std::env::consts::ARCH,
        };
        super::manifest::pretty_json(&performance)
    }
}
