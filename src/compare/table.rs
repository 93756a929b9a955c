//! Tables of runs as they stand in files: one row a run and metric (`runs.csv`, `metrics.csv`), or one row a run
//! (`runs_wide.csv`); as the program writes them, or as a spreadsheet has saved them since.

use std::collections::BTreeMap;
use std::path::Path;

use super::number::{Comma, number, whole};
use super::pool::{Filling, Reading, RunOf};
use super::run::{ReadError, changed};
use crate::record::RUN_COLUMNS;
use crate::vocabulary::metric_spec;

/// Takes in a table of runs that is the `source`-th thing that was named. Groups are called by what these columns hold.
///
/// # Errors
/// What is wrong with it, with the line and the column.
pub(super) fn take_table(
    path: &Path,
    bytes: &[u8],
    source: usize,
    factors: &[String],
    filling: &mut Filling,
) -> Result<(), ReadError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| changed(path, "it is not UTF-8 text: save it as \"CSV UTF-8\""))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (delimiter, skipped, text) = delimiter(text);
    if delimiter != b',' {
        filling.pool.remarks.push(format!(
            "`{}` is read as a spreadsheet saved it: other separators, a comma before decimals",
            path.display()
        ));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| changed(path, &error.to_string()))?
        .clone();
    let mut table = Table::of(path, &headers, delimiter, skipped)?;
    table.call_by(factors);
    if let Some(remark) = table.remark() {
        filling.pool.remarks.push(remark);
    }
    let mut row = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => table.take(&row, source, filling)?,
            Ok(false) => return Ok(()),
            Err(error) => return Err(changed(path, &said(&error, skipped))),
        }
    }
}

/// What is wrong with a table below so many lines that were passed over.
fn said(error: &csv::Error, skipped: u64) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos: Some(pos),
            expected_len,
            len,
        } => format!(
            "line {} has {len} cells, the header {expected_len}",
            pos.line() + skipped
        ),
        _ => error.to_string(),
    }
}

impl Filling {
    /// Takes in the metrics of one run whose luck and group are known: its rows say no more of them than its manifest.
    pub(super) fn take_metrics(
        &mut self,
        path: &Path,
        bytes: &[u8],
        group: usize,
        luck: (u64, u64),
    ) -> Result<(), ReadError> {
        let text = std::str::from_utf8(bytes).map_err(|_| changed(path, "it is not UTF-8 text"))?;
        let (delimiter, skipped, text) = delimiter(text.strip_prefix('\u{feff}').unwrap_or(text));
        let comma = Comma::of(delimiter);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let headers = reader
            .headers()
            .map_err(|error| changed(path, &said(&error, skipped)))?
            .clone();
        let places =
            ["metric", "value", "unit", "basis"].map(|name| headers.iter().position(|cell| cell == name));
        let [Some(metric), Some(value), unit, basis] = places else {
            return Err(changed(path, "it has no columns `metric` and `value`"));
        };
        for row in reader.records() {
            let row = row.map_err(|error| changed(path, &said(&error, skipped)))?;
            let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).unwrap_or("");
            let line = row.position().map_or(0, csv::Position::line) + skipped;
            let wrong = |problem: String| changed(path, &format!("line {line}: {problem}"));
            let reading = Reading {
                metric: cell(Some(metric)),
                value: number(cell(Some(value)), comma).map_err(wrong)?,
                unit: cell(unit),
                basis: cell(basis),
            };
            self.take(group, luck, &reading).map_err(wrong)?;
        }
        Ok(())
    }
}

/// What parts the cells of a table, and its text without the line by which spreadsheets say so: how many lines that are.
fn delimiter(text: &str) -> (u8, u64, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(said) = first.trim_end_matches('\r').strip_prefix("sep=") {
        return (said.bytes().next().unwrap_or(b','), 1, rest);
    }
    let count = |delimiter: char| first.matches(delimiter).count();
    let most = [',', ';', '\t']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter));
    // Where there are as many of each, the last one counts: none is there at all.
    let delimiter = most.filter(|delimiter| count(*delimiter) > 0).unwrap_or(',');
    (delimiter as u8, 0, text)
}

/// Where what stands in the rows of a table.
struct Table<'a> {
    path: &'a Path,
    /// Lines above the header.
    skipped: u64,
    comma: Comma,
    columns: BTreeMap<&'a str, usize>,
    /// Columns that are metrics, by name and place, where a row is a run.
    metrics: Option<Vec<(&'a str, usize)>>,
    /// Columns of factors, by name and place.
    factors: Vec<(&'a str, usize)>,
    /// Of these, those by which groups are called.
    called_by: Vec<(&'a str, usize)>,
}

impl<'a> Table<'a> {
    fn of(
        path: &'a Path,
        headers: &'a csv::StringRecord,
        delimiter: u8,
        skipped: u64,
    ) -> Result<Self, ReadError> {
        let mut columns = BTreeMap::new();
        for (place, name) in headers.iter().enumerate() {
            let is_named = !name.trim().is_empty();
            if columns.insert(name.trim(), place).is_some() && is_named {
                return Err(changed(
                    path,
                    &format!("two columns are called `{}`", name.trim()),
                ));
            }
        }
        let is_metric = |name: &str| metric_spec(name.split('@').next().unwrap_or(name)).is_some();
        let others: Vec<(&str, usize)> = columns
            .iter()
            .map(|(name, place)| (*name, *place))
            .filter(|(name, _)| !RUN_COLUMNS.contains(name) && !name.is_empty())
            .collect();
        let (metrics, factors): (Vec<_>, Vec<_>) = others.into_iter().partition(|(name, _)| is_metric(name));
        let is_tidy = columns.contains_key("metric");
        let required: &[&str] = if is_tidy {
            &["variant", "seed", "metric", "value"]
        } else {
            &["variant", "seed"]
        };
        if let Some(missing) = required.iter().find(|name| !columns.contains_key(*name)) {
            return Err(changed(path, &format!("it has no column `{missing}`")));
        }
        if !is_tidy && metrics.is_empty() {
            return Err(changed(
                path,
                "it has neither a column `metric` nor columns that are called like metrics",
            ));
        }
        Ok(Self {
            path,
            skipped,
            comma: Comma::of(delimiter),
            columns,
            metrics: (!is_tidy).then_some(metrics),
            factors,
            called_by: Vec::new(),
        })
    }

    fn take(&self, row: &csv::StringRecord, source: usize, filling: &mut Filling) -> Result<(), ReadError> {
        // Rows that a spreadsheet left empty.
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let cell = |name: &str| {
            self.columns
                .get(name)
                .and_then(|place| row.get(*place))
                .map(str::trim)
        };
        let wrong = |column: &str, problem: &str| {
            let line = row.position().map_or(0, csv::Position::line) + self.skipped;
            changed(self.path, &format!("line {line}, column `{column}`: {problem}"))
        };
        let scenario = cell("scenario").unwrap_or("");
        filling
            .of_scenario(scenario)
            .map_err(|problem| wrong("scenario", &problem))?;
        let seed = |name: &str| {
            let text = cell(name).unwrap_or("");
            whole(text, self.comma).map_err(|problem| wrong(name, &problem))
        };
        let people = seed("seed")?;
        let hazard = match cell("hazard_seed") {
            Some(text) if !text.is_empty() => seed("hazard_seed")?,
            _ => people,
        };
        let case = self.case(row, cell("case").unwrap_or(""));
        let run = RunOf {
            variant: cell("variant").filter(|name| !name.is_empty()).unwrap_or("base"),
            case: &case,
            luck: (hazard, people),
        };
        let known = filling.pool.groups.len();
        let group = filling.group(source, run);
        if group == known && !self.called_by.is_empty() {
            filling.call(group, &set(&self.called_by, row).join(", "));
        }
        filling.run(group, run.luck);
        let mut take = |column: &str, metric: &str, text: &str, unit: &str, basis: &str| {
            let value = number(text, self.comma).map_err(|problem| wrong(column, &problem))?;
            let reading = Reading {
                metric,
                value,
                unit,
                basis,
            };
            filling
                .take(group, run.luck, &reading)
                .map_err(|problem| wrong(column, &problem))
        };
        match &self.metrics {
            None => {
                let metric = cell("metric").unwrap_or("");
                if metric.is_empty() {
                    return Err(wrong("metric", "a metric has a name"));
                }
                let unit = cell("unit").map_or_else(|| declared_unit(metric), ToOwned::to_owned);
                take(
                    "value",
                    metric,
                    cell("value").unwrap_or(""),
                    &unit,
                    cell("basis").unwrap_or(""),
                )
            }
            Some(metrics) => metrics.iter().try_for_each(|(name, place)| {
                take(
                    name,
                    name,
                    row.get(*place).unwrap_or(""),
                    &declared_unit(name),
                    "",
                )
            }),
        }
    }

    /// Columns that are taken for what is set, because nothing else says what is.
    fn remark(&self) -> Option<String> {
        if self.columns.contains_key("case") || self.factors.is_empty() {
            return None;
        }
        let names: Vec<String> = self.factors.iter().map(|(name, _)| format!("`{name}`")).collect();
        Some(format!(
            "`{}` has no column `case`: what stands in {} is taken for what the runs were set to",
            self.path.display(),
            names.join(", ")
        ))
    }

    /// What is set; where only columns of factors say so, these.
    fn case(&self, row: &csv::StringRecord, case: &str) -> String {
        if !case.is_empty() || self.columns.contains_key("case") {
            return case.to_owned();
        }
        set(&self.factors, row).join("+")
    }

    /// Groups are called by what these columns hold, in their order.
    fn call_by(&mut self, names: &[String]) {
        let columns = names.iter().filter_map(|name| {
            let mut factors = self.factors.iter();
            factors.find(|(factor, _)| factor == name).copied()
        });
        self.called_by = columns.collect();
    }
}

/// What stands in some columns of a row, each with its name; nothing where they are empty.
fn set(columns: &[(&str, usize)], row: &csv::StringRecord) -> Vec<String> {
    let set = columns.iter().filter_map(|(name, place)| {
        let value = row.get(*place).unwrap_or("").trim();
        (!value.is_empty()).then(|| format!("{name}={value}"))
    });
    set.collect()
}

/// The unit of a metric by its declaration; nothing of one that nobody declared.
fn declared_unit(metric: &str) -> String {
    let declared = metric_spec(metric.split('@').next().unwrap_or(metric));
    declared.map_or_else(String::new, |spec| spec.unit.symbol().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::pool::Pool;

    fn pool(text: &str) -> Result<Pool, String> {
        let mut filling = Filling::default();
        take_table(Path::new("t.csv"), text.as_bytes(), 0, &[], &mut filling)
            .map_err(|error| error.to_string())?;
        Ok(filling.finish(&[]))
    }

    #[test]
    fn what_parts_the_cells_is_seen_or_said() {
        assert_eq!(delimiter("a,b;c,d\n1"), (b',', 0, "a,b;c,d\n1"));
        assert_eq!(delimiter("a;b\n1;2,5"), (b';', 0, "a;b\n1;2,5"));
        assert_eq!(delimiter("a\tb\n"), (b'\t', 0, "a\tb\n"));
        assert_eq!(delimiter("alone\n1"), (b',', 0, "alone\n1"));
        assert_eq!(delimiter("sep=;\r\na,b\n"), (b';', 1, "a,b\n"));
        assert_eq!(delimiter("sep=\t\na,b\n"), (b'\t', 1, "a,b\n"));
        assert_eq!(delimiter("sep=\na,b\n"), (b',', 1, "a,b\n"));
    }

    #[test]
    fn lines_are_those_of_the_file() {
        for (head, line) in [("", 3), ("sep=;\n", 4)] {
            let said = pool(&format!("{head}variant;seed;injured\nbase;1;2\nbase;2;many\n"));
            let said = said.expect_err("no number");
            assert!(said.contains(&format!("line {line}, column `injured`")), "{said}");
        }
    }

    #[test]
    fn a_row_is_a_run_or_a_run_and_metric() {
        let wide =
            pool("variant,case,seed,injured,last_out_s\nbase,,1,2,30.5\nbase,,2,,31\n").expect("a table");
        let tidy = "variant,case,seed,metric,value\nbase,,1,injured,2\nbase,,2,injured,\nbase,,2,last_out_s,31\nbase,,1,last_out_s,30.5\n";
        let tidy = pool(tidy).expect("a table");
        assert_eq!(wide.metrics, tidy.metrics);
        for metric in 0..wide.metrics.len() {
            let of = |pool: &Pool| pool.groups[0].values(metric).collect::<Vec<_>>();
            assert_eq!(of(&wide), of(&tidy));
        }
        assert_eq!(wide.metrics[0].unit, "s", "as it is declared");
    }

    #[test]
    fn without_a_column_of_cases_other_columns_say_what_is_set() {
        let found = pool("variant,seed,speed,injured\nbase,1,,2\nbase,1,1.5,3\n").expect("a table");
        let cases: Vec<&str> = found.groups.iter().map(|group| group.case.as_str()).collect();
        assert_eq!(cases, ["", "speed=1.5"]);
        assert!(
            found.remarks[0].contains("`speed` is taken for"),
            "{:?}",
            found.remarks
        );
        let found = pool("variant,case,seed,note,injured\nbase,,1,late,2\nbase,,2,,3\n").expect("a table");
        assert_eq!((found.groups.len(), found.remarks.len()), (1, 0));
    }
}
