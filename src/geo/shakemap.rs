//! `ShakeMap`'s `grid.xml` (USGS, INGV and others): medians of shaking on a regular grid, and their spread.
//!
//! Entities are not expanded and document types are refused, so that no file can grow in memory beyond its size.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape};

use super::LonLat;
use super::raster::MAX_CELLS;
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// A grid as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShakeMap {
    /// Moment magnitude as the file says it; none where it does not.
    pub magnitude: Option<f64>,
    /// The south-western node.
    pub south_west: LonLat,
    /// Distance of the columns and of the rows, degrees.
    pub spacing_deg: [f64; 2],
    /// Columns, rows.
    pub size: [usize; 2],
    /// The fields besides longitude and latitude.
    pub fields: Vec<Field>,
}

/// One quantity at every node.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name: `PGA`, `PSA03`, `STDPGA`.
    pub name: String,
    /// Its unit: `pctg`, `cms`.
    pub units: String,
    /// Row after row from the south.
    pub values: Vec<f32>,
}

impl ShakeMap {
    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

/// What the head of the file says of the grid.
#[derive(Default)]
struct Head {
    magnitude: Option<f64>,
    /// `lon_min`, `lat_min`, `lon_max`, `lat_max`.
    bounds: Option<[f64; 4]>,
    size: Option<[usize; 2]>,
    /// Index (from 1), name, units.
    fields: Vec<(usize, String, String)>,
}

/// Reads a `grid.xml`.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(text: &str, source: SourceId) -> Result<ShakeMap, Box<Diagnostic>> {
    let mut reader = Reader::from_str(text);
    let mut head = Head::default();
    let mut map = None;
    let mut in_data = false;
    let mut depth = 0_usize;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let here = span(source, start, reader.buffer_position() as usize);
        match event {
            Err(error) => {
                let at = reader.error_position() as usize;
                return Err(wrong(
                    span(source, at, at + 1),
                    format!("this XML breaks off or is broken: {error}"),
                ));
            }
            Ok(Event::DocType(_)) => {
                let message = "an XML file with a document type is not read: it could unfold to any size";
                return Err(wrong(here, message.to_owned()));
            }
            Ok(Event::Start(element)) => {
                depth += 1;
                in_data = element.name().as_ref() == "grid_data";
                head.take(&element, here)?;
            }
            Ok(Event::Empty(element)) => head.take(&element, here)?,
            Ok(Event::End(_)) => {
                depth -= 1;
                in_data = false;
            }
            Ok(Event::Text(data)) if in_data => {
                // The event borrows the text itself: nothing in it is escaped.
                let end = reader.buffer_position() as usize;
                let from = end - data.len();
                map = Some(head.grid(text.get(from..end).unwrap_or(""), source, from)?);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
        }
    }
    if depth > 0 {
        let end = text.len();
        return Err(wrong(
            span(source, end, end),
            "this XML ends before its last element is closed".to_owned(),
        ));
    }
    map.ok_or_else(|| {
        wrong(
            span(source, 0, 1),
            "this is no grid of ShakeMap: it has no `grid_data`".to_owned(),
        )
    })
}

fn span(source: SourceId, start: usize, end: usize) -> Span {
    Span {
        source,
        start: start as u32,
        end: end as u32,
    }
}

fn wrong(span: Span, message: String) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("not-a-shakemap", span, message)
            .help("take `grid.xml` from the page of the event, whole"),
    )
}

impl Head {
    fn take(&mut self, element: &BytesStart<'_>, here: Span) -> Result<(), Box<Diagnostic>> {
        let name = element.name();
        let tag = name.as_ref().to_owned();
        let attribute = |key: &str| {
            let found = element
                .attributes()
                .with_checks(false)
                .flatten()
                .find(|a| a.key.as_ref() == key)?;
            let value = found.value.into_owned();
            Some(escape::unescape(&value).map_or_else(|_| value.clone(), std::borrow::Cow::into_owned))
        };
        let number = |key: &str| {
            attribute(key)
                .and_then(|value| value.parse::<f64>().ok())
                .filter(|x| x.is_finite())
        };
        let needed =
            |key: &str| number(key).ok_or_else(|| wrong(here, format!("`{tag}` has no number `{key}`")));
        match tag.as_str() {
            "event" => self.magnitude = number("magnitude"),
            "grid_specification" => {
                self.bounds = Some([
                    needed("lon_min")?,
                    needed("lat_min")?,
                    needed("lon_max")?,
                    needed("lat_max")?,
                ]);
                let size = [needed("nlon")?, needed("nlat")?];
                let [columns, rows] = size;
                let whole = size.iter().all(|n| *n >= 2.0 && n.fract() == 0.0);
                if !whole || columns * rows > MAX_CELLS as f64 {
                    let message =
                        format!("a grid of {columns} by {rows} nodes: at least 2 by 2, at most {MAX_CELLS}");
                    return Err(wrong(here, message));
                }
                self.size = Some([columns as usize, rows as usize]);
            }
            "grid_field" => {
                let index = needed("index")?;
                let name = attribute("name").unwrap_or_default();
                if !(1.0..=64.0).contains(&index) || index.fract() != 0.0 {
                    return Err(wrong(
                        here,
                        format!("the field `{name}` has number {index}: from 1 to 64"),
                    ));
                }
                self.fields
                    .push((index as usize, name, attribute("units").unwrap_or_default()));
            }
            _ => {}
        }
        Ok(())
    }

    /// The rows of the grid; each begins with its longitude and latitude.
    fn grid(&self, data: &str, source: SourceId, from: usize) -> Result<ShakeMap, Box<Diagnostic>> {
        let here = |part: &str| {
            let start = from + (part.as_ptr() as usize - data.as_ptr() as usize);
            span(source, start, start + part.len())
        };
        let (Some([west, south, east, north]), Some([columns, rows])) = (self.bounds, self.size) else {
            return Err(wrong(
                span(source, from, from + 1),
                "`grid_data` stands before `grid_specification`".to_owned(),
            ));
        };
        let spacing = [
            (east - west) / (columns as f64 - 1.0),
            (north - south) / (rows as f64 - 1.0),
        ];
        if spacing.iter().any(|step| *step <= 0.0) {
            let message = format!("the grid goes from ({west}, {south}) to ({east}, {north})");
            return Err(wrong(span(source, from, from + 1), message));
        }
        let place_of = |name: &str| {
            self.fields
                .iter()
                .find(|(_, known, _)| known.eq_ignore_ascii_case(name))
                .map(|(index, _, _)| index - 1)
        };
        let (Some(lon), Some(lat)) = (place_of("LON"), place_of("LAT")) else {
            return Err(wrong(
                span(source, from, from + 1),
                "the grid has no fields `LON` and `LAT`".to_owned(),
            ));
        };
        let width = self.fields.iter().map(|(index, _, _)| *index).max().unwrap_or(0);
        let mut fields: Vec<(usize, Field)> = self
            .fields
            .iter()
            .filter(|(index, _, _)| ![lon, lat].contains(&(index - 1)))
            .map(|(index, name, units)| {
                let field = Field {
                    name: name.clone(),
                    units: units.clone(),
                    values: vec![f32::NAN; columns * rows],
                };
                (index - 1, field)
            })
            .collect();
        let mut seen = 0;
        let mut row = Vec::with_capacity(width);
        for line in data.lines().filter(|line| !line.trim().is_empty()) {
            row.clear();
            for word in line.split_ascii_whitespace() {
                let number = word.parse::<f64>().ok().filter(|x| x.is_finite());
                row.push(number.ok_or_else(|| wrong(here(word), format!("`{word}` is no number")))?);
            }
            if row.len() < width {
                let message = format!("{} values where the grid has {width} fields", row.len());
                return Err(wrong(here(line), message));
            }
            let [i, j] = [(row[lon] - west) / spacing[0], (row[lat] - south) / spacing[1]];
            let off = (i - i.round()).abs().max((j - j.round()).abs());
            let inside = i > -0.5 && j > -0.5 && i.round() < columns as f64 && j.round() < rows as f64;
            // The file writes four decimals of a degree.
            if !inside || off > 0.05 {
                let message = format!(
                    "({}, {}) is no node of the grid that `grid_specification` describes",
                    row[lon], row[lat]
                );
                return Err(wrong(here(line), message));
            }
            let node = j.round() as usize * columns + i.round() as usize;
            for (column, field) in &mut fields {
                field.values[node] = row[*column] as f32;
            }
            seen += 1;
        }
        if seen != columns * rows {
            let message = format!("{seen} rows where the grid has {columns} by {rows} nodes");
            return Err(wrong(span(source, from, from + 1), message));
        }
        Ok(ShakeMap {
            magnitude: self.magnitude,
            south_west: LonLat::new(west, south),
            spacing_deg: spacing,
            size: [columns, rows],
            fields: fields.into_iter().map(|(_, field)| field).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<?xml version="1.0"?><shakemap_grid><event magnitude="6.2" />
<grid_specification lon_min="19" lat_min="41" lon_max="20" lat_max="41.5" nlon="3" nlat="2" />
<grid_field index="1" name="LON" units="dd" /><grid_field index="2" name="LAT" units="dd" />
<grid_field index="3" name="PGA" units="pctg" />
<grid_data>
"#;
    const ROWS: &str = "19 41.5 40\n19.5 41.5 50\n20 41.5 60\n19 41 10\n19.5 41 20\n20 41 30\n";
    const TAIL: &str = "</grid_data></shakemap_grid>";

    #[test]
    fn rows_from_the_north_come_out_from_the_south() {
        let map = read(&format!("{HEAD}{ROWS}{TAIL}"), SourceId(0)).expect("a map");
        assert_eq!(
            (map.magnitude, map.size, map.spacing_deg),
            (Some(6.2), [3, 2], [0.5, 0.5])
        );
        let pga = map.field("pga").expect("PGA");
        assert_eq!(pga.values, [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]);
        assert_eq!(pga.units, "pctg");
    }

    #[test]
    fn what_is_no_map_says_why() {
        let bomb =
            "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><shakemap_grid>&b;</shakemap_grid>";
        let whole = format!("{HEAD}{ROWS}{TAIL}");
        for (text, said) in [
            (String::new(), "no grid of ShakeMap"),
            ("<a><b></a>".to_owned(), "broken"),
            (bomb.to_owned(), "document type"),
            (format!("{HEAD}{}", &ROWS[..24]), "rows where the grid has"),
            (format!("{HEAD}{ROWS}"), "ends before"),
            (
                whole.replace("19.5 41.5 50", "19.3 41.5 50"),
                "no node of the grid",
            ),
            (whole.replace("19.5 41.5 50", "19.5 41.5 x"), "`x` is no number"),
            (
                whole.replace("19.5 41.5 50", "19.5 41.5"),
                "2 values where the grid has 3",
            ),
            (whole.replace("nlon=\"3\"", "nlon=\"900000000\""), "at most"),
            (whole.replace("nlon=\"3\"", ""), "no number `nlon`"),
        ] {
            let error = read(&text, SourceId(0)).expect_err("no map");
            assert!(error.message.contains(said), "{said}: {}", error.message);
        }
    }
}
