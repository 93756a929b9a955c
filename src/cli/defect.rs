//! What people see when the program itself is at fault.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;

use super::exit::REPORT_IT;

/// Makes a panic say in two lines what happened and what to do. With `RUST_BACKTRACE` set, the way there follows.
pub(super) fn tell_people_what_to_do() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no reason given");
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" ({place})"));
        let mut err = std::io::stderr().lock();
        // If even that fails there is nobody left to tell.
        let _ = writeln!(
            err,
            "error: hotwash {} stopped: {text}{place}\nhint: {REPORT_IT}",
            env!("CARGO_PKG_VERSION")
        );
        let way = Backtrace::capture();
        if way.status() == BacktraceStatus::Captured {
            let _ = writeln!(err, "{way}");
        }
    }));
}
