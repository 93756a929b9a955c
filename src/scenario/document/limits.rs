//! How large an input may be.
//!
//! The largest school that anybody would drill is far below every one of these; a slip of the keyboard
//! (`1000000` classes, a room of 10⁹ m) is above. Each is checked before the memory it would cost is spent.

/// A limit as the reference prints it.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is limited.
    pub what: &'static str,
    /// The largest that is accepted, with its unit.
    pub most: &'static str,
}

/// A scenario or variant, bytes.
pub const TEXT_BYTES: u64 = 4_000_000;
/// A plan, a map or a raster, bytes.
pub const MAP_BYTES: u64 = 64_000_000;
/// A CSV file, bytes.
pub const CSV_BYTES: u64 = 400_000_000;
/// Tables and lists inside each other, and the parts of a dotted key.
pub const NESTING: usize = 32;
/// Keys of one TOML file.
pub const KEYS: usize = 200_000;
/// Entries of a list or of a table keyed by id, where nothing smaller is declared.
pub const ENTRIES: usize = 10_000;
/// Rows of a CSV file, where nothing smaller is declared.
pub const CSV_ROWS: usize = 200_000;
/// Groups of buildings of a town: a million buildings one by one, and room for as many again.
pub const BUILDING_GROUPS: usize = 2_000_000;
/// People of a town: more than any city has.
pub const RESIDENTS: f64 = 50_000_000.0;
/// Columns of a CSV file.
pub const CSV_COLUMNS: usize = 256;
/// One cell of a CSV file, bytes.
pub const CSV_CELL_BYTES: usize = 10_000;
/// A text, characters.
pub const TEXT_CHARACTERS: usize = 10_000;
/// An id, characters.
pub const ID_CHARACTERS: usize = 64;
/// A coordinate of a plan, metres from its origin, in either direction.
pub const COORDINATE_M: f64 = 1.0e6;
/// A duration: 30 days in milliseconds.
pub const DURATION_MS: i64 = 30 * 24 * 3_600 * 1_000;
/// Classes of a scenario.
pub const CLASSES: usize = 2_000;
/// Persons of a scenario.
pub const PERSONS: usize = 20_000;
/// Spaces, openings and stairs of a plan, together.
pub const PLACES: usize = 20_000;
/// Corners of one outline of a plan, with those of its holes: the ways between them are tabled, pair by pair.
pub const CORNERS: usize = 1_000;
/// Decisions of a scenario.
pub const DECISIONS: usize = 1_000;

/// All of them, for the reference; a test compares the texts with the constants.
pub const LIMITS: &[Limit] = &[
    limit("a scenario or variant", "4000000 bytes"),
    limit("a plan, a map or a raster", "64000000 bytes"),
    limit("a CSV file", "400000000 bytes"),
    limit("tables and lists inside each other", "32 levels"),
    limit("keys of one file", "200000"),
    limit("entries of a list or of a table keyed by id", "10000"),
    limit("rows of a CSV file", "200000"),
    limit("groups of buildings of a town", "2000000"),
    limit("columns of a CSV file", "256"),
    limit("one cell of a CSV file", "10000 bytes"),
    limit("a text", "10000 characters"),
    limit("an id", "64 characters"),
    limit("a coordinate, either way", "1000000 m"),
    limit("a duration", "30 days"),
    limit("classes", "2000"),
    limit("persons", "20000"),
    limit("spaces, openings and stairs of a plan", "20000"),
    limit("corners of one outline, with its holes", "1000"),
    limit("decisions", "1000"),
];

const fn limit(what: &'static str, most: &'static str) -> Limit {
    Limit { what, most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_limits_are_the_true_ones() {
        let printed: Vec<u64> = LIMITS
            .iter()
            .map(|limit| {
                limit
                    .most
                    .split(' ')
                    .next()
                    .and_then(|n| n.parse().ok())
                    .expect("a number first")
            })
            .collect();
        let days = (DURATION_MS / 86_400_000) as u64;
        let counts = [
            NESTING,
            KEYS,
            ENTRIES,
            CSV_ROWS,
            BUILDING_GROUPS,
            CSV_COLUMNS,
            CSV_CELL_BYTES,
            TEXT_CHARACTERS,
            ID_CHARACTERS,
        ];
        let mut expected = vec![TEXT_BYTES, MAP_BYTES, CSV_BYTES];
        expected.extend(counts.map(|n| n as u64));
        expected.extend([COORDINATE_M as u64, days]);
        expected.extend([CLASSES, PERSONS, PLACES, CORNERS, DECISIONS].map(|n| n as u64));
        assert_eq!(printed, expected);
    }
}
