//! Everything that can stand in the timeline: its key, its category, and what its text speaks of.

/// The declaration of an event.
#[derive(Debug, Clone, Copy)]
pub struct EventSpec {
    /// Its key: the `event` column, and the message in every language's catalogue.
    pub key: &'static str,
    /// Its category: the `category` column.
    pub category: &'static str,
    /// What its text needs: `subject` and `place` are the columns of that name.
    pub args: &'static [&'static str],
}

const fn event(category: &'static str, key: &'static str, args: &'static [&'static str]) -> EventSpec {
    EventSpec { key, category, args }
}

/// Every event there is.
pub const EVENTS: &[EventSpec] = &[
    event(
        "hazard",
        "shaking-begins",
        &["subject", "magnitude", "intensity", "duration_s"],
    ),
    event(
        "hazard",
        "region-shakes",
        &["subject", "strongest_in", "magnitude", "intensity", "duration_s"],
    ),
    event("hazard", "shaking-ends", &["subject"]),
    event("hazard", "early-warning", &["subject", "place"]),
    event("place", "place-closed", &["subject"]),
    event("place", "place-opened", &["subject"]),
    event("place", "cue-appears", &["subject", "cue"]),
    event("place", "power-fails", &["subject"]),
    event("place", "power-back", &["subject"]),
    event(
        "town",
        "municipality-struck",
        &["subject", "collapsed", "complete", "entrapped", "killed", "hurt"],
    ),
    event("town", "fires-break-out", &["subject", "fires"]),
    event("town", "dies-under-rubble", &["subject", "person", "alive"]),
    event("town", "beds-lost", &["subject", "beds"]),
    event("town", "service-ends", &["subject"]),
    event("town", "school-closed", &["subject"]),
    event("town", "service-without-power", &["subject"]),
    event("town", "street-blocked", &["street"]),
    event("place", "telephones-fail", &["subject"]),
    event("place", "telephones-back", &["subject"]),
    event("people", "drop-cover-hold", &["people"]),
    event("people", "counts-aloud", &["subject", "holder", "duration_s"]),
    event("people", "count-ends", &["subject"]),
    event("people", "leaves-without-order", &["subject"]),
    event("people", "person-hurt", &["subject", "place", "severity"]),
    event("people", "class-told-to-leave", &["subject"]),
    event("people", "children-helped", &["subject", "people", "adults"]),
    event("people", "class-holds", &["subject"]),
    event("people", "class-shelters", &["subject"]),
    event("people", "class-goes-on", &["subject"]),
    event("people", "class-sets-out", &["subject"]),
    event("people", "sets-out-alone", &["subject", "place"]),
    event("people", "class-taken-over", &["subject", "holder"]),
    event("people", "way-found-blocked", &["subject", "place"]),
    event("people", "way-found-open", &["subject", "place"]),
    event("people", "person-trapped", &["subject", "place"]),
    event("people", "class-trapped", &["subject", "place"]),
    event("people", "waits-to-be-carried", &["subject", "place"]),
    event("people", "person-out", &["subject", "place"]),
    event("people", "person-assembled", &["subject", "place"]),
    event("account", "roll-call-begins", &["subject"]),
    event("account", "roll-call-breaks-off", &["subject"]),
    event("account", "roll-call-ends", &["subject", "present", "missing"]),
    event("account", "class-found", &["subject", "place", "finder"]),
    event("account", "person-found", &["subject", "place", "finder"]),
    event("account", "tally", &["subject", "value", "people"]),
    event("account", "all-accounted", &["subject", "located", "whom"]),
    event("response", "sweep-begins", &["subject", "spaces"]),
    event("response", "sweep-ends", &["subject", "place", "whom", "waiting"]),
    event("response", "search-begins", &["subject", "spaces"]),
    event("response", "search-ends", &["subject", "missing", "people"]),
    event("response", "nothing-to-search", &["subject"]),
    event("response", "carrying-rests", &["subject"]),
    event("response", "search-rests", &["subject", "spaces"]),
    event("response", "sweep-ends-short", &["subject", "place", "rooms"]),
    event("response", "task-waits", &["subject", "action"]),
    event("response", "room-not-reached", &["subject", "place"]),
    event("response", "task-breaks-off", &["subject", "rooms"]),
    event("response", "goes-to-open", &["subject", "place"]),
    event("response", "opens", &["subject", "place"]),
    event("response", "goes-to-stand", &["subject", "place"]),
    event("response", "stands-at", &["subject", "place"]),
    event("response", "leaves-post", &["subject", "place"]),
    event("response", "goes-to-carry", &["subject", "place", "whom"]),
    event("response", "goes-to-wait-with", &["subject", "place", "whom"]),
    event("response", "waits-with", &["subject", "place", "whom"]),
    event("response", "stays-no-longer", &["subject"]),
    event("response", "nobody-to-wait-with", &["subject"]),
    event("response", "taken-up", &["subject", "place", "by", "and"]),
    event("response", "set-down", &["subject", "place"]),
    event("response", "carrying-ends", &["subject"]),
    event("response", "task-impossible", &["subject", "place"]),
    event("response", "resource-assigned", &["subject", "kind"]),
    event("response", "resource-leaves", &["subject", "kind"]),
    event("response", "resource-comes-by-script", &["subject", "kind"]),
    event("response", "resource-on-scene", &["subject", "kind"]),
    event("response", "resource-turns-round", &["subject", "place"]),
    event("response", "resource-held-up", &["subject", "place"]),
    event("response", "looks-for-command", &["subject", "place"]),
    event("response", "officer-on-scene", &["subject", "resource"]),
    event("response", "inspection-begins", &["subject", "place"]),
    event(
        "response",
        "inspection-ends",
        &["subject", "place", "finding", "barred", "stairs"],
    ),
    event("response", "inspection-breaks-off", &["subject", "place"]),
    event("account", "cleared-for-re-entry", &["subject", "by"]),
    event("release", "pupil-telephones-home", &["subject"]),
    event("release", "first-parent-comes", &["subject"]),
    event("release", "release-begins", &["subject", "place"]),
    event("release", "grade-called", &["subject", "grade"]),
    event("release", "pupils-released", &["subject", "grade", "mark"]),
    event("release", "custody-question", &["subject"]),
    event("release", "custody-cleared", &["subject"]),
    event("release", "pupil-not-at-hand", &["subject"]),
    event("release", "taken-home-unnoticed", &["subject", "place"]),
    event("release", "all-released", &["subject"]),
    event(
        "release",
        "second-shift-comes",
        &["subject", "place", "mark", "inside", "waiting"],
    ),
    event("message", "report-sent", &["from", "to", "about", "recipients"]),
    event("message", "order-given", &["from", "to", "about", "recipients"]),
    event("message", "alarm-sounded", &["from", "recipients"]),
    event("message", "briefing-begins", &["from", "to"]),
    event("message", "briefing-ends", &["from", "to"]),
    event("message", "request-sent", &["from", "to", "about", "recipients"]),
    event(
        "message",
        "question-asked",
        &["from", "to", "about", "recipients"],
    ),
    event("message", "message-received", &["from", "to", "about", "channel"]),
    event("message", "message-acknowledged", &["by", "about"]),
    event(
        "message",
        "silence-followed-up",
        &["from", "about", "silent", "how"],
    ),
    event("message", "request-granted", &["by", "about"]),
    event("message", "families-answer", &["by", "about"]),
    event("message", "request-declined", &["by", "about"]),
    event("message", "consulted", &["by", "about"]),
    event("command", "picture-changes", &["subject", "about", "value"]),
    event("command", "orders-conflict", &["to", "from", "other", "about"]),
    event("command", "decision-due", &["subject", "decision"]),
    event(
        "command",
        "consultation-impossible",
        &["subject", "decision", "post"],
    ),
    event("command", "decision-taken", &["subject", "decision", "option"]),
    event("command", "action-refused", &["by", "action", "reason"]),
    event("command", "order-applies-to-sender", &["subject", "action"]),
    event("command", "standing-order", &["subject", "order"]),
    event("command", "position-vacant", &["subject", "holder", "how", "by"]),
    event("command", "deputy-takes-over", &["subject", "holder"]),
    event("command", "command-unified", &["by", "to"]),
    event("command", "command-transferred", &["by", "to", "becomes"]),
    event("control", "pin", &["pin"]),
    event("control", "inject", &["inject"]),
    event("control", "message-played", &["from", "to", "words"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        for (i, event) in EVENTS.iter().enumerate() {
            assert!(
                EVENTS[..i].iter().all(|other| other.key != event.key),
                "{}",
                event.key
            );
        }
    }
}
