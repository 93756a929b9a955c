//! `ShakeMap`'s `grid.xml` (USGS, INGV and others): medians of shaking on a regular grid, and their spread.
//!
//! Entities are not expanded and document types are refused, so that no file can grow in memory beyond its size.

mod rows;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape};

use super::lattice::Lattice;
use super::raster::{Limits, MAX_CELLS};
use crate::diagnostic::{Diagnostic, SourceId, Span};
use rows::Data;

/// A grid as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShakeMap {
    /// Moment magnitude as the file says it; none where it does not.
    pub magnitude: Option<f64>,
    /// Where its nodes lie.
    pub lattice: Lattice,
    /// The fields that were wanted.
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
    fields: Vec<Declared>,
}

/// A field as the head declares it.
struct Declared {
    /// Which of the values of a row, from 0.
    column: usize,
    name: String,
    units: String,
    span: Span,
}

/// What a field may hold, by its name and unit: none for one that is not wanted; or why it cannot be read.
pub type Wanted<'w> = &'w dyn Fn(&str, &str) -> Result<Option<Limits>, String>;

/// Reads a `grid.xml`.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read(text: &str, source: SourceId, wanted: Wanted<'_>) -> Result<ShakeMap, Box<Diagnostic>> {
    let mut reader = Reader::from_str(text);
    let mut head = Head::default();
    let (mut data, mut map) = (None, None);
    let mut depth = 0_usize;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let at = reader.error_position() as usize;
            let message = format!("this XML breaks off or is broken: {error}");
            wrong(span(source, at, at + 1), message)
        })?;
        let end = reader.buffer_position() as usize;
        let here = span(source, start, end);
        match (event, &mut data) {
            (Event::Eof, _) => break,
            (Event::DocType(_), _) => {
                let message = "an XML file with a document type is not read: it could unfold to any size";
                return Err(wrong(here, message.to_owned()));
            }
            (Event::Start(element), None) => {
                depth += 1;
                head.take(&element, here)?;
                if element.name().as_ref() == "grid_data" {
                    data = Some(Data::begins(end));
                }
            }
            (Event::Empty(element), None) => head.take(&element, here)?,
            (Event::End(_), _) => {
                depth -= 1;
                if let Some(data) = data.take() {
                    map = Some(head.grid(&data, text, here, wanted)?);
                }
            }
            (event, Some(data)) => data.take(&event, here)?,
            _ => {}
        }
    }
    if depth > 0 {
        let end = text.len();
        let message = "this XML ends before its last element is closed".to_owned();
        return Err(wrong(span(source, end, end), message));
    }
    let none = "this is no grid of ShakeMap: it has no `grid_data`";
    map.ok_or_else(|| wrong(span(source, 0, 1), none.to_owned()))
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
                self.fields.push(Declared {
                    column: index as usize - 1,
                    name,
                    units: attribute("units").unwrap_or_default(),
                    span: here,
                });
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percent of g, and nothing else.
    fn wanted(name: &str, units: &str) -> Result<Option<Limits>, String> {
        match (name, units) {
            ("PGA", "pctg") => Ok(Some(Limits {
                min: 0.0,
                max: 500.0,
                unit: units.to_owned(),
            })),
            ("PGA", other) => Err(format!("PGA in `{other}`")),
            _ => Ok(None),
        }
    }

    fn read(text: &str) -> Result<ShakeMap, Box<Diagnostic>> {
        super::read(text, SourceId(0), &wanted)
    }

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
        let map = read(&format!("{HEAD}{ROWS}{TAIL}")).expect("a map");
        assert_eq!(
            (map.magnitude, map.lattice.size, map.lattice.spacing_deg),
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
            (
                format!("{HEAD}{}{TAIL}", &ROWS[..24]),
                "4 of 3 by 2 nodes are missing, the first at (19, 41)",
            ),
            (
                whole.replace("20 41 30\n", ""),
                "1 of 3 by 2 nodes are missing, the first at (20, 41)",
            ),
            (
                whole.replace("20 41 30", "19.5 41 30"),
                "the node (19.5, 41) stands twice",
            ),
            (
                whole.replace("20 41 30", "20 41 -30"),
                "-30 is not from 0 to 500 pctg",
            ),
            (
                whole.replace("20 41 30", "20 41 1e30"),
                "is not from 0 to 500 pctg",
            ),
            (whole.replace("units=\"pctg\"", "units=\"m/s2\""), "PGA in `m/s2`"),
            (whole.replace("20 41 30", "20 41 3&#48;"), "only rows of numbers"),
            (
                whole.replace("20 41 30", "<row>20 41 30</row>"),
                "only rows of numbers",
            ),
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
            let error = read(&text).expect_err("no map");
            assert!(error.message.contains(said), "{said}: {}", error.message);
        }
    }
    #[test]
    fn comments_in_the_grid_are_passed_over_and_places_stay_true() {
        let plain = read(&format!("{HEAD}{ROWS}{TAIL}")).expect("a map");
        for (from, to) in [
            ("19 41 10", "<!-- the\nsouth -->19 41 10"),
            ("19 41 10", "19 41 <!-- weak --> 10"),
            ("19 41 10", "<![CDATA[19 41 10]]>"),
            ("19 41 10", "<?note?>19 41 10"),
        ] {
            let rows = ROWS.replace(from, to);
            assert_eq!(read(&format!("{HEAD}{rows}{TAIL}")).as_ref(), Ok(&plain), "{to}");
            let text = format!("{HEAD}{}{TAIL}", rows.replace("20 41 30", "20 41 x"));
            let span = read(&text).expect_err("no number").span.expect("a place");
            assert_eq!(&text[span.start as usize..span.end as usize], "x", "{to}");
        }
    }
}
