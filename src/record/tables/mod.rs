//! The rows that a run leaves behind: one plain struct a file, its columns declared below it.

mod action;
mod casualty;
mod decision;
mod message;
mod metric;
mod objective;
mod person;
mod picture;
mod place;
mod resource;
mod series;
mod timeline;

pub use action::Action;
pub use casualty::Casualty;
pub use decision::Decision;
pub use message::Message;
pub use metric::{Metric, MetricRow, RunName};
pub use objective::{Objective, Relation, Target, TargetError};
pub use person::Person;
pub use picture::Picture;
pub use place::Place;
pub use resource::ResourceChange;
pub use series::Sample;
pub use timeline::{BrokenTimeline, Entry, EntryId, Timeline, TimelineRow};

use super::column::TableInfo;

/// Every table of a run folder, in the order in which the documentation and the data package list them.
pub fn tables() -> Vec<TableInfo> {
    vec![
        TableInfo::of::<TimelineRow>(),
        TableInfo::of::<Message>(),
        TableInfo::of::<Decision>(),
        TableInfo::of::<Action>(),
        TableInfo::of::<ResourceChange>(),
        TableInfo::of::<Person>(),
        TableInfo::of::<Casualty>(),
        TableInfo::of::<Place>(),
        TableInfo::of::<Sample>(),
        TableInfo::of::<MetricRow>(),
        TableInfo::of::<Objective>(),
        TableInfo::of::<Picture>(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The format that other programs and the trainers' spreadsheets rely on. Changing it is a new format.
    #[test]
    fn columns_and_their_order_are_frozen() {
        let headers: Vec<String> = tables()
            .iter()
            .map(|table| {
                let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
                format!("{}: {}", table.name, names.join(", "))
            })
            .collect();
        let frozen = [
            "timeline: id, cause, time_s, t, clock, module, category, event, subject, place, signal, value, unit, args, text",
            "messages: id, cause, kind, time_s, t, clock, from, to, channel, about, value, truth_at_sending, received_s, acknowledged_s, outcome, reason",
            "decisions: decision, subject, occurrence, attempt, position, option, true_since_s, known_s, decided_s, ordered_s, first_ack_s, last_ack_s, effective_s, outcome, reason",
            "actions: time_s, order, source, action, arguments, result",
            "resources: time_s, t, until_s, resource, kind, type, status, state, request, requested_s, assignment, place",
            "people: id, kind, group, class, start_place, level, warned_s, departed_s, waits_to_be_carried_s, joined_s, taken_up_s, stair, stair_entered_s, stair_left_s, stair_queued_s, exit, queued_s, exited_s, assembled_s, missed_s, found_s, found_by, accounted_s, parent_came_s, released_s, outcome",
            "casualties: id, cause, severity, triage, place, injured_s, found_s, freed_s, treated_s, transported_s, facility, outcome",
            "places: place, kind, warned_s, first_hit_s, lead_s, max_value, unit, cleared_s, state",
            "series: time_s, t, signal, subject, value, unit",
            "metrics: scenario, variant, case, seed, metric, value, unit, basis",
            "objectives: objective, capability, metric, target, value, unit, target_met, evaluator, evaluator_rating, evaluator_note",
            "pictures: module, position, about, kind, rank, value, truth, observed_s, observed_by, received_s, asked_s, entry",
        ];
        assert_eq!(headers, frozen);
    }

    #[test]
    fn keys_and_references_name_columns_that_exist() {
        let tables = tables();
        let has = |table: &str, column: &str| {
            let table = tables.iter().find(|t| t.name == table).expect("a declared table");
            table.columns.iter().any(|c| c.name == column)
        };
        for table in &tables {
            assert!(table.key.iter().all(|key| has(table.name, key)), "{}", table.name);
            for (column, other, field) in table.references {
                assert!(has(table.name, column) && has(other, field), "{}", table.name);
            }
        }
    }
}
