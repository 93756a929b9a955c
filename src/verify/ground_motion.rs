//! Our models of ground motion held against a table of reference values, row by row.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::hazard::earthquake::ground_motion::{SiteTerm, Source, motion};
use crate::vocabulary::{GroundMotionModel, Measure};

/// Agreement wanted of a median, in natural logarithms: 0.1 %.
pub const LN_MEDIAN_TOLERANCE: f64 = 1e-3;
/// Agreement wanted of a spread, in natural logarithms: four digits.
pub const SPREAD_TOLERANCE: f64 = 5e-5;

/// Depth of the hypocentre where a table has no column for it, km: that of the reference table.
const DEPTH_KM: f64 = 12.0;

/// The columns a table has to have; `hypo_depth_km` may stand beside them, and others are not looked at.
pub const COLUMNS: [&str; 9] = [
    "gmm",
    "mag",
    "rake",
    "rjb_km",
    "vs30",
    "imt",
    "ln_mean_g",
    "tau",
    "phi",
];
const DEPTH_COLUMN: &str = "hypo_depth_km";

/// Why a table cannot be held against our models.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("line {line}: {reason}")]
pub struct TableError {
    /// The line, from 1; the header is one.
    pub line: u64,
    /// What is wrong there.
    pub reason: String,
}

/// How far a model and a measure are off a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Which model.
    pub model: GroundMotionModel,
    /// Which measure.
    pub measure: Measure,
    /// How many rows of the table are about it.
    pub rows: u64,
    /// The largest difference in ln of the median; infinite where a row of ours is no number.
    pub ln_median: Worst,
    /// The largest difference in tau.
    pub tau: Worst,
    /// The largest difference in phi.
    pub phi: Worst,
}

impl Agreement {
    /// Whether it is as near as is wanted.
    pub fn holds(&self) -> bool {
        self.ln_median.off < LN_MEDIAN_TOLERANCE
            && self.tau.off < SPREAD_TOLERANCE
            && self.phi.off < SPREAD_TOLERANCE
    }
}

/// A largest difference, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worst {
    /// The difference, in natural logarithms, without its sign.
    pub off: f64,
    /// The first line of the table in which it stands; 0 where nothing is off.
    pub line: u64,
}

impl Worst {
    fn see(&mut self, expected: f64, obtained: f64, line: u64) {
        let off = (obtained - expected).abs();
        let off = if off.is_nan() { f64::INFINITY } else { off };
        if off > self.off {
            *self = Self { off, line };
        }
    }
}

/// What a table says of our models.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableReport {
    /// Model by model, measure by measure, in the order of the vocabulary; who has no row is left out.
    pub agreements: Vec<Agreement>,
    /// Rows about models and measures that are not ours, by name: `CY14`, `BSSA14 SA(2.0)`.
    pub skipped: BTreeMap<String, u64>,
}

impl TableReport {
    /// How many rows were held against our models.
    pub fn rows(&self) -> u64 {
        self.agreements.iter().map(|agreement| agreement.rows).sum()
    }

    /// Whether there is a row to judge by, and all are as near as is wanted.
    pub fn holds(&self) -> bool {
        !self.agreements.is_empty() && self.agreements.iter().all(Agreement::holds)
    }
}

/// The model of a name: our word for it, or the one of the reference table.
fn model_named(name: &str) -> Option<GroundMotionModel> {
    if name.eq_ignore_ascii_case("KOTHA20_VS30") {
        return Some(GroundMotionModel::Kotha2020);
    }
    let mut models = GroundMotionModel::ALL.into_iter();
    models.find(|model| name.eq_ignore_ascii_case(model.word()))
}

/// A row that is about a model and a measure of ours.
struct Row {
    source: Source,
    site: SiteTerm,
    ln_median: f64,
    tau: f64,
    phi: f64,
}

/// Where the columns of a table stand.
struct Places {
    of: [usize; COLUMNS.len()],
    depth: Option<usize>,
    width: usize,
}

impl Places {
    fn of(header: &csv::StringRecord) -> Result<Self, String> {
        let place = |name: &str| {
            let mut named = (0..).zip(header).filter(|(_, column)| column.trim() == name);
            let first = named.next().map(|(place, _)| place);
            match named.next() {
                Some(_) => Err(format!("the column `{name}` stands there twice")),
                None => Ok(first),
            }
        };
        let mut of = [0; COLUMNS.len()];
        for (of, name) in of.iter_mut().zip(COLUMNS) {
            *of = place(name)?.ok_or_else(|| format!("the column `{name}` is missing"))?;
        }
        Ok(Self {
            of,
            depth: place(DEPTH_COLUMN)?,
            width: header.len(),
        })
    }

    /// The numbers of a row.
    fn row(&self, record: &csv::StringRecord) -> Result<Row, String> {
        let number = |place: usize, column: &str| {
            let text = record[place].trim();
            let number: Result<f64, _> = text.parse();
            match number {
                Ok(number) if number.is_finite() => Ok(number),
                Ok(_) => Err(format!("`{column}` is `{text}`: no finite number")),
                Err(_) => Err(format!("`{column}` is `{text}`: no number")),
            }
        };
        let of = |column: usize| number(self.of[column], COLUMNS[column]);
        let not_less_than_0 = |column: &str, value: f64| {
            if value < 0.0 {
                return Err(format!("`{column}` is {value}: it has to be 0 or more"));
            }
            Ok(value)
        };
        let vs30_m_s = of(4)?;
        if vs30_m_s <= 0.0 {
            return Err(format!("`vs30` is {vs30_m_s}: it has to be above 0"));
        }
        let depth_km = self
            .depth
            .map_or(Ok(DEPTH_KM), |place| number(place, DEPTH_COLUMN))?;
        Ok(Row {
            source: Source {
                magnitude_mw: of(1)?,
                rake_deg: of(2)?,
                hypocentre_depth_km: not_less_than_0(DEPTH_COLUMN, depth_km)?,
            },
            site: SiteTerm {
                rjb_km: not_less_than_0("rjb_km", of(3)?)?,
                vs30_m_s,
            },
            ln_median: of(6)?,
            tau: not_less_than_0("tau", of(7)?)?,
            phi: not_less_than_0("phi", of(8)?)?,
        })
    }
}

/// Holds a table (CSV with a header, the columns of [`COLUMNS`] in any order) against our models. `ln_mean_g` is the natural
/// logarithm of g; in rows of PGV, of cm/s. Rows are read one after the other, none is kept.
///
/// # Errors
/// The first line that cannot be read, with its number: a missing column, a field too few or too many, no number.
pub fn check_table(text: &str) -> Result<TableReport, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let at = |line: u64| move |reason: String| TableError { line, reason };
    let header = reader.headers().map_err(|error| at(1)(error.to_string()))?;
    let places = Places::of(header).map_err(at(1))?;
    let mut agreements: [[Option<Agreement>; Measure::COUNT]; GroundMotionModel::ALL.len()] =
        Default::default();
    let mut skipped: BTreeMap<String, u64> = BTreeMap::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = line_of_next(text, reader.position());
        if !reader
            .read_record(&mut record)
            .map_err(|error| at(line)(error.to_string()))?
        {
            break;
        }
        if record.len() != places.width {
            let reason = format!("{} fields where the header has {}", record.len(), places.width);
            return Err(at(line)(reason));
        }
        let row = places.row(&record).map_err(at(line))?;
        let [name, measure] = [places.of[0], places.of[5]].map(|place| record[place].trim());
        let Some(model) = model_named(name) else {
            count(&mut skipped, name);
            continue;
        };
        let Some(measure) = Measure::named(measure) else {
            count(&mut skipped, &format!("{name} {measure}"));
            continue;
        };
        let ours = motion(model, measure, &row.source, &row.site);
        let agreement = agreements[model as usize][measure.index()].get_or_insert(Agreement {
            model,
            measure,
            rows: 0,
            ln_median: Worst::default(),
            tau: Worst::default(),
            phi: Worst::default(),
        });
        agreement.rows += 1;
        agreement.ln_median.see(row.ln_median, ours.ln_median, line);
        agreement.tau.see(row.tau, ours.tau, line);
        agreement.phi.see(row.phi, ours.phi, line);
    }
    Ok(TableReport {
        agreements: agreements.into_iter().flatten().flatten().collect(),
        skipped,
    })
}

/// The line of the next row: the reader has yet to pass the empty lines before it, and the end of the line before.
fn line_of_next(text: &str, position: &csv::Position) -> u64 {
    let ahead = text.as_bytes()[position.byte() as usize..].iter();
    let ends = ahead.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + ends.filter(|byte| **byte == b'\n').count() as u64
}

/// Counts a name; a name that is known already is not copied.
fn count(skipped: &mut BTreeMap<String, u64>, name: &str) {
    match skipped.get_mut(name) {
        Some(rows) => *rows += 1,
        None => drop(skipped.insert(name.to_owned(), 1)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const HEADER: &str = "gmm,mag,rake,rjb_km,vs30,imt,ln_mean_g,tau,phi";
    const GOOD: &str = "BSSA14,6.4,90.0,10.0,400.0,PGA,-1.348409,0.348,0.495";

    fn of(lines: &[&str]) -> Result<TableReport, TableError> {
        check_table(&lines.join("\n"))
    }

    #[test]
    fn verify_models_against_the_whole_reference_table() {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let data = std::env::var_os("HOTWASH_DATA").map_or(beside, Into::into);
        let path = data.join("gmm/gmm_reference.csv");
        #[expect(
            clippy::disallowed_methods,
            reason = "the table lies beside the project, not in it"
        )]
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("skipped: there is no {}", path.display());
            return;
        };
        let report = check_table(&text).expect("it can be read");
        for agreement in &report.agreements {
            println!(
                "{:9} {:7} {:5} rows: off by {:.2e} in ln median (line {}), {:.2e} in tau, {:.2e} in phi, tolerance \
                 {LN_MEDIAN_TOLERANCE} {SPREAD_TOLERANCE}",
                agreement.model.word(),
                agreement.measure.name(),
                agreement.rows,
                agreement.ln_median.off,
                agreement.ln_median.line,
                agreement.tau.off,
                agreement.phi.off
            );
        }
        println!("skipped: {:?}", report.skipped);
        assert!(report.holds());
        assert_eq!(report.agreements.len(), 12);
        assert_eq!(
            report.rows() + report.skipped.values().sum::<u64>(),
            text.lines().count() as u64 - 1
        );
    }

    #[test]
    fn what_is_off_and_what_is_skipped_is_told() {
        let report = of(&[
            HEADER,
            GOOD,
            "bssa14,6.4,90.0,10.0,400.0,PGA,-1.338409,0.348,0.595",
            "CY14,6.4,90.0,10.0,400.0,PGA,-1.3,0.3,0.5",
            "CY14,6.4,90.0,10.0,400.0,SA(0.3),-1.3,0.3,0.5",
            "BSSA14,6.4,90.0,10.0,400.0,SA(2.0),-1.3,0.3,0.5",
            "",
        ])
        .expect("it can be read");
        let [agreement] = report.agreements[..] else {
            panic!("one model, one measure: {report:?}");
        };
        assert_eq!(agreement.rows, 2);
        assert_eq!((agreement.ln_median.line, agreement.phi.line), (3, 3));
        assert!((agreement.ln_median.off - 0.01).abs() < 1e-6 && (agreement.phi.off - 0.1).abs() < 1e-12);
        assert!(!report.holds());
        let skipped: Vec<_> = report
            .skipped
            .iter()
            .map(|(name, rows)| (name.as_str(), *rows))
            .collect();
        assert_eq!(skipped, [("BSSA14 SA(2.0)", 1), ("CY14", 2)]);
    }

    #[test]
    fn the_depth_of_the_hypocentre_is_read_where_it_is_given() {
        // Order and further columns do not matter; at 15 km Kotha's pseudo-depth is that of 12 km, at 25 km it is not.
        let header = "hypo_depth_km,note,gmm,imt,mag,rake,rjb_km,vs30,ln_mean_g,tau,phi";
        let with = |depth: &str| {
            let row =
                format!("{depth},\"a, b\",KOTHA20_VS30,PGA,6.4,90.0,10.0,400.0,-1.573248,0.441761,0.608364");
            of(&[header, &row]).expect("it can be read").holds()
        };
        assert!(with("12.0") && with("15.0"));
        assert!(!with("25.0"));
        let report = of(&[
            HEADER,
            "Kotha2020,6.4,90.0,10.0,400.0,PGA,-1.573248,0.441761,0.608364",
        ]);
        assert!(report.expect("it can be read").holds());
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_with_its_number() {
        for (lines, line, reason) in [
            (vec![""], 1, "`gmm` is missing"),
            (vec!["gmm,mag"], 1, "`rake` is missing"),
            (
                vec!["gmm,mag,mag,rake,rjb_km,vs30,imt,ln_mean_g,tau,phi"],
                1,
                "`mag` stands there twice",
            ),
            (
                vec![HEADER, GOOD, "BSSA14,6.4,90.0,10.0"],
                3,
                "4 fields where the header has 9",
            ),
            (
                vec![HEADER, "BSSA14,6.4,90.0,10.0,400.0,PGA,-1.3,0.3,0.5,7"],
                2,
                "10 fields",
            ),
            (
                vec![HEADER, GOOD, "", "BSSA14,6.4,90.0,10.0,400.0,PGA,NaN,0.3,0.5"],
                4,
                "`ln_mean_g` is `NaN`: no finite",
            ),
            (
                vec![HEADER, "BSSA14,six,90.0,10.0,400.0,PGA,-1.3,0.3,0.5"],
                2,
                "`mag` is `six`: no number",
            ),
            (
                vec![HEADER, "BSSA14,6.4,90.0,-1,400.0,PGA,-1.3,0.3,0.5"],
                2,
                "`rjb_km` is -1",
            ),
            (
                vec![HEADER, "BSSA14,6.4,90.0,1,0,PGA,-1.3,0.3,0.5"],
                2,
                "`vs30` is 0",
            ),
            (
                vec![HEADER, "CY14,6.4,90.0,1,1e999,PGA,-1.3,0.3,0.5"],
                2,
                "`vs30` is `1e999`",
            ),
            (
                vec![HEADER, "BSSA14,6.4,90.0,1,400,PGA,-1.3,-0.3,0.5"],
                2,
                "`tau` is -0.3",
            ),
        ] {
            let wrong = of(&lines).expect_err("it cannot be read");
            println!("{wrong}");
            assert_eq!(wrong.line, line);
            assert!(wrong.reason.contains(reason), "{}", wrong.reason);
        }
        let nothing = of(&[HEADER]).expect("no row is no mistake");
        assert!(nothing.agreements.is_empty() && !nothing.holds());
        // Numbers of no earthquake give no agreement, and no panic.
        let absurd = of(&[HEADER, "BSSA14,1e300,90.0,10.0,400.0,PGA,-1.3,0.3,0.5"]).expect("it can be read");
        assert!(!absurd.holds());
        // As a table comes from a spreadsheet.
        let marked = format!("\u{feff}{HEADER}\r\n{GOOD}\r\n");
        assert!(check_table(&marked).expect("it can be read").holds());
        let wrong = check_table(&format!("{marked}\r\nBSSA14\r\n")).expect_err("it cannot be read");
        assert_eq!(wrong.line, 4);
    }

    #[test]
    fn a_table_that_is_cut_anywhere_is_read_or_told() {
        let whole = format!(
            "{HEADER}\r\n{GOOD}\n\n\"KOTHA20_VS30\",6.4,90.0,10.0,400.0,\"PGA\",-1.573248,0.441761,0.608364\n"
        );
        assert_eq!(check_table(&whole).map(|report| report.rows()), Ok(2));
        let mut told = 0;
        for end in 0..whole.len() {
            if let Err(wrong) = check_table(&whole[..end]) {
                assert!((1..=4).contains(&wrong.line), "{wrong}");
                told += 1;
            }
        }
        println!("{told} of {} cuts are told", whole.len());
        assert!(told > 100);
    }
}
