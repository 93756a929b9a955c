//! The rows of a `grid.xml`.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::Event;

use super::{Field, Head, ShakeMap, Wanted, span, wrong};
use crate::diagnostic::{Diagnostic, Span};
use crate::geo::LonLat;
use crate::geo::lattice::{Lattice, Met};
use crate::geo::raster::Limits;

/// Where the rows begin in a file, and what stands among them without being one.
pub(super) struct Data {
    from: usize,
    passed_over: Vec<Range<usize>>,
}

impl Data {
    pub(super) fn begins(from: usize) -> Self {
        Self {
            from,
            passed_over: Vec::new(),
        }
    }

    /// Takes what stands among the rows.
    pub(super) fn take(&mut self, event: &Event<'_>, here: Span) -> Result<(), Box<Diagnostic>> {
        let (start, end) = (here.start as usize, here.end as usize);
        match event {
            Event::Text(_) => {}
            Event::Comment(_) | Event::PI(_) => self.passed_over.push(start..end),
            Event::CData(_) => {
                self.passed_over.push(start..start + "<![CDATA[".len());
                self.passed_over.push(end - "]]>".len()..end);
            }
            _ => {
                let message = "only rows of numbers stand in `grid_data`, and this is none";
                return Err(wrong(here, message.to_owned()));
            }
        }
        Ok(())
    }

    /// The rows up to a place: byte for byte as long as they are in the file, so that places in them are places in it.
    fn text<'t>(&self, text: &'t str, to: usize) -> Cow<'t, str> {
        let whole = text.get(self.from..to).unwrap_or("");
        if self.passed_over.is_empty() {
            return Cow::Borrowed(whole);
        }
        let mut rows = String::with_capacity(whole.len());
        let mut at = 0;
        for Range { start, end } in &self.passed_over {
            let [start, end] = [start - self.from, end - self.from];
            rows.push_str(&whole[at..start]);
            rows.extend(std::iter::repeat_n(' ', end - start));
            at = end;
        }
        rows.push_str(&whole[at..]);
        Cow::Owned(rows)
    }
}

/// Which values of a row go where.
struct Columns {
    longitude: usize,
    latitude: usize,
    /// How many values a row has.
    width: usize,
    fields: Vec<(usize, Limits, Field)>,
}

impl Head {
    /// The grid whose rows end with the tag `here`.
    pub(super) fn grid(
        &self,
        data: &Data,
        text: &str,
        here: Span,
        wanted: Wanted<'_>,
    ) -> Result<ShakeMap, Box<Diagnostic>> {
        let lattice = self.lattice(here)?;
        let mut columns = self.columns(lattice, here, wanted)?;
        let mut met = Met::none(lattice);
        let rows = data.text(text, here.start as usize);
        for line in rows.lines().filter(|line| !line.trim().is_empty()) {
            let place = |part: &str| {
                let start = data.from + (part.as_ptr() as usize - rows.as_ptr() as usize);
                span(here.source, start, start + part.len())
            };
            columns.take(line, lattice, &mut met, place)?;
        }
        if let Some(message) = met.missing() {
            return Err(wrong(here, message));
        }
        Ok(ShakeMap {
            magnitude: self.magnitude,
            lattice,
            fields: columns.fields.into_iter().map(|(_, _, field)| field).collect(),
        })
    }

    fn lattice(&self, here: Span) -> Result<Lattice, Box<Diagnostic>> {
        let (Some([west, south, east, north]), Some(size)) = (self.bounds, self.size) else {
            let message = "`grid_data` stands before `grid_specification`";
            return Err(wrong(here, message.to_owned()));
        };
        let [columns, rows] = size;
        let spacing_deg = [
            (east - west) / (columns as f64 - 1.0),
            (north - south) / (rows as f64 - 1.0),
        ];
        if spacing_deg.iter().any(|step| *step <= 0.0) {
            let message = format!("the grid goes from ({west}, {south}) to ({east}, {north})");
            return Err(wrong(here, message));
        }
        Ok(Lattice {
            south_west: LonLat::new(west, south),
            spacing_deg,
            size,
        })
    }

    fn columns(&self, lattice: Lattice, here: Span, wanted: Wanted<'_>) -> Result<Columns, Box<Diagnostic>> {
        let column = |name: &str| {
            let found = self
                .fields
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name));
            found.map(|field| field.column)
        };
        let (Some(longitude), Some(latitude)) = (column("LON"), column("LAT")) else {
            return Err(wrong(here, "the grid has no fields `LON` and `LAT`".to_owned()));
        };
        let mut fields = Vec::new();
        for declared in &self.fields {
            let limits =
                wanted(&declared.name, &declared.units).map_err(|message| wrong(declared.span, message))?;
            let Some(limits) = limits else { continue };
            let field = Field {
                name: declared.name.clone(),
                units: declared.units.clone(),
                values: vec![f32::NAN; lattice.size[0] * lattice.size[1]],
            };
            fields.push((declared.column, limits, field));
        }
        let last = self.fields.iter().map(|field| field.column).max();
        Ok(Columns {
            longitude,
            latitude,
            width: last.map_or(0, |last| last + 1),
            fields,
        })
    }
}

impl Columns {
    /// Takes a row; `place` finds where a part of it stands.
    fn take(
        &mut self,
        line: &str,
        lattice: Lattice,
        met: &mut Met,
        place: impl Fn(&str) -> Span,
    ) -> Result<(), Box<Diagnostic>> {
        let mut row = Vec::with_capacity(self.width);
        for word in line.split_ascii_whitespace() {
            let number = word.parse::<f64>().ok().filter(|x| x.is_finite());
            let number = number.ok_or_else(|| wrong(place(word), format!("`{word}` is no number")))?;
            row.push((number, word));
        }
        if row.len() < self.width {
            let message = format!("{} values where the grid has {} fields", row.len(), self.width);
            return Err(wrong(place(line), message));
        }
        let at = LonLat::new(row[self.longitude].0, row[self.latitude].0);
        let node = lattice.node(at).ok_or_else(|| {
            let LonLat { lon_deg, lat_deg } = at;
            let message =
                format!("({lon_deg}, {lat_deg}) is no node of the grid that `grid_specification` describes");
            wrong(place(line), message)
        })?;
        if let Some(message) = met.meet(node) {
            return Err(wrong(place(line), message));
        }
        for (column, limits, field) in &mut self.fields {
            let (value, word) = row[*column];
            if let Some(fault) = limits.fault(value) {
                let message = format!("{}: {fault}", field.name);
                return Err(wrong(place(word), message));
            }
            field.values[node] = value as f32;
        }
        Ok(())
    }
}
