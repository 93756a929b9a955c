//! Which figures stand together on the page.

/// Moments of the run, in the order in which they are shown.
pub(super) const MOMENTS: &[&str] = &[
    "time_to_alarm_s",
    "first_out_s",
    "exit_95_s",
    "last_out_s",
    "all_assembled_s",
    "building_empty_s",
    "full_account_s",
    "correct_missing_list_s",
    "cleared_s",
    "released_50_s",
    "released_90_s",
    "released_100_s",
];
/// What became of people.
pub(super) const PEOPLE: &[&str] = &[
    "inside_at_end",
    "unaccounted_at_end",
    "covered_when_shaking_begins",
    "on_the_way_when_aftershock_comes",
    "injured",
    "found_s",
    "carried_wait_longest_s",
    "waited_alone_longest_s",
    "families_called_by_pupils",
    "release_wait_longest_s",
    "release_queue_longest",
    "second_shift_mixed_in",
    "in_water_person_min",
    "swept_away",
    "exposed",
    "drowned",
];
/// What has become of a town.
pub(super) const TOWN: &[&str] = &[
    "town_killed",
    "town_entrapped",
    "town_died_waiting",
    "town_entrapped_at_end",
    "town_hurt",
    "town_collapsed",
    "town_complete",
    "town_fires",
    "town_streets_blocked",
    "town_beds",
];
/// How command worked.
pub(super) const COMMAND: &[&str] = &[
    "decision_delay_s",
    "message_delay_s",
    "knowledge_gap_person_min",
    "not_heard_of_person_min",
];
/// What a flood has come to.
pub(super) const FLOOD: &[&str] = &[
    "flood_first_water_s",
    "flood_places_reached",
    "flood_depth_max_m",
    "flood_area_ha",
    "residents_left_before_water",
    "residents_left_after_water",
    "residents_stayed",
    "residents_cut_off_most",
    "residents_drowned",
    "houses_flooded",
    "houses_damaged",
    "houses_destroyed",
    "house_loss_share",
];
