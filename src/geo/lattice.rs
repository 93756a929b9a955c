//! Nodes on a regular grid of longitude and latitude, and which of them have been met.

use super::LonLat;

/// A regular grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lattice {
    /// The south-western node.
    pub south_west: LonLat,
    /// Distance of the columns and of the rows, degrees.
    pub spacing_deg: [f64; 2],
    /// Columns, rows.
    pub size: [usize; 2],
}

impl Lattice {
    /// Number of the node at a place, row after row from the south; none where there is no node.
    pub fn node(&self, place: LonLat) -> Option<usize> {
        /// How far a place may lie from its node, in spacings: files write four decimals of a degree.
        const OFF: f64 = 0.05;
        let [columns, rows] = self.size;
        let i = (place.lon_deg - self.south_west.lon_deg) / self.spacing_deg[0];
        let j = (place.lat_deg - self.south_west.lat_deg) / self.spacing_deg[1];
        let off = (i - i.round()).abs().max((j - j.round()).abs());
        let inside = i > -0.5 && j > -0.5 && i.round() < columns as f64 && j.round() < rows as f64;
        (inside && off <= OFF).then(|| j.round() as usize * columns + i.round() as usize)
    }

    /// Where a node lies, in words.
    fn name(&self, node: usize) -> String {
        let [columns, _] = self.size;
        let degrees = |from: f64, step: f64, k: usize| ((from + step * k as f64) * 1e4).round() / 1e4;
        let lon = degrees(self.south_west.lon_deg, self.spacing_deg[0], node % columns);
        let lat = degrees(self.south_west.lat_deg, self.spacing_deg[1], node / columns);
        format!("({lon}, {lat})")
    }
}

/// The nodes of a lattice that have been met.
#[derive(Debug)]
pub struct Met {
    lattice: Lattice,
    met: Vec<bool>,
}

impl Met {
    /// None of them yet.
    pub fn none(lattice: Lattice) -> Self {
        let [columns, rows] = lattice.size;
        Self {
            lattice,
            met: vec![false; columns * rows],
        }
    }

    /// Meets a node. If it was met before, says so.
    pub fn meet(&mut self, node: usize) -> Option<String> {
        std::mem::replace(&mut self.met[node], true)
            .then(|| format!("the node {} stands twice", self.lattice.name(node)))
    }

    /// What has not been met; none if everything has.
    pub fn missing(&self) -> Option<String> {
        let first = self.met.iter().position(|met| !met)?;
        let count = self.met.iter().filter(|met| !**met).count();
        let [columns, rows] = self.lattice.size;
        Some(format!(
            "{count} of {columns} by {rows} nodes are missing, the first at {}",
            self.lattice.name(first)
        ))
    }
}
