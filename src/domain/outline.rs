//! Boundaries from GeoJSON as SVG paths, all in one coordinate system.
//!
//! Degrees become Mercator units, so that files that were loaded apart fit together. A wijk may
//! come as one shape or as its buurten: edges that two shapes share fall away. Lines are thinned;
//! the result is for an overview map, not for deciding on which side of a street an address lies.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Units of the drawing in a degree of longitude (about 13 metres each in the Netherlands).
const UNITS: f64 = 5_000.0;
/// How far a thinned line may lie from the real one, in units.
const TOLERANCE: f64 = 2.0;

/// A point as a key of a map: the bits of its coordinates.
type Key = (u64, u64);

/// What a shape is the boundary of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The wijk with this slug.
    Wijk(String),
    /// The buurt with this code.
    Buurt(String),
}

/// The boundary of an area, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Of what.
    pub area: Area,
    /// Line of the file where the area is named.
    pub line: usize,
    rings: Vec<Vec<Point>>,
}

/// Why a file with boundaries was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlineError {
    /// Not GeoJSON; the parser names line and column.
    #[error("this is not a GeoJSON FeatureCollection: {0}")]
    NotGeoJson(String),
    /// Nothing in it.
    #[error("line 1: the collection has no features")]
    NoFeatures,
    /// A feature does not say what it is.
    #[error("feature {0}: it has neither a property \"wijk\" (slug) nor \"buurtcode\" or \"statcode\" (BU and eight digits)")]
    NoName(usize),
    /// A feature has no surface.
    #[error("line {line}: {name} has no Polygon or MultiPolygon of at least three corners")]
    NoSurface {
        /// Where.
        line: usize,
        /// Which.
        name: String,
    },
    /// Coordinates in another system.
    #[error("line {line}: {name} has coordinates that are not longitude and latitude; export the file in EPSG:4326 (WGS 84)")]
    NotDegrees {
        /// Where.
        line: usize,
        /// Which.
        name: String,
    },
    /// The area is in no division.
    #[error("line {line}: there is no wijk or buurt {name}; load the division first")]
    Unknown {
        /// Where.
        line: usize,
        /// Which.
        name: String,
    },
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: serde_json::Map<String, serde_json::Value>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon {
        coordinates: Vec<Vec<Vec<f64>>>,
    },
    MultiPolygon {
        coordinates: Vec<Vec<Vec<Vec<f64>>>>,
    },
    #[serde(other)]
    Other,
}

/// A corner, on whole units.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

impl Point {
    fn of(longitude: f64, latitude: f64) -> Self {
        let mercator = (std::f64::consts::FRAC_PI_4 + latitude.to_radians() / 2.0).tan().ln().to_degrees();
        // Adding zero makes -0 the same key as 0.
        Self { x: (longitude * UNITS).round() + 0.0, y: (-mercator * UNITS).round() + 0.0 }
    }

    const fn key(self) -> Key {
        (self.x.to_bits(), self.y.to_bits())
    }
}

/// Reads the boundaries in a file.
///
/// # Errors
/// The first thing that is wrong; nothing of the file counts then.
pub fn read_geojson(text: &str) -> Result<Vec<Shape>, OutlineError> {
    let collection: Collection = serde_json::from_str(text).map_err(|e| OutlineError::NotGeoJson(e.to_string()))?;
    if collection.kind != "FeatureCollection" {
        return Err(OutlineError::NotGeoJson(format!("its type is {:?}", collection.kind)));
    }
    if collection.features.is_empty() {
        return Err(OutlineError::NoFeatures);
    }
    collection.features.into_iter().enumerate().map(|(i, feature)| shape(text, i + 1, feature)).collect()
}

fn shape(text: &str, number: usize, feature: Feature) -> Result<Shape, OutlineError> {
    let property = |name: &str| feature.properties.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let code = property("buurtcode").or_else(|| property("statcode")).filter(|code| code.starts_with("BU"));
    let area = match (code, property("wijk")) {
        (Some(code), _) => Area::Buurt(code),
        (None, Some(slug)) => Area::Wijk(slug),
        (None, None) => return Err(OutlineError::NoName(number)),
    };
    let name = match &area {
        Area::Wijk(name) | Area::Buurt(name) => name.clone(),
    };
    let line = line_of(text, &name);
    let polygons = match feature.geometry {
        Some(Geometry::Polygon { coordinates }) => vec![coordinates],
        Some(Geometry::MultiPolygon { coordinates }) => coordinates,
        Some(Geometry::Other) | None => Vec::new(),
    };
    let mut rings = Vec::new();
    for polygon in &polygons {
        for (i, ring) in polygon.iter().enumerate() {
            let points = ring_of(ring).ok_or_else(|| OutlineError::NotDegrees { line, name: name.clone() })?;
            if points.len() >= 3 {
                rings.push(turned(points, i == 0));
            }
        }
    }
    if rings.is_empty() { Err(OutlineError::NoSurface { line, name }) } else { Ok(Shape { area, line, rings }) }
}

/// The line where a name first stands between quotes.
fn line_of(text: &str, name: &str) -> usize {
    let before = text.split(&format!("\"{name}\"")).next().unwrap_or_default();
    before.matches('\n').count() + 1
}

/// The corners of a ring without the repeated last one; none when they are not degrees.
fn ring_of(ring: &[Vec<f64>]) -> Option<Vec<Point>> {
    let mut points = Vec::with_capacity(ring.len());
    for position in ring {
        let [longitude, latitude, ..] = position.as_slice() else { return None };
        if longitude.abs() > 180.0 || latitude.abs() > 85.0 {
            return None;
        }
        let point = Point::of(*longitude, *latitude);
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    if points.first() == points.last() {
        points.pop();
    }
    Some(points)
}

/// Edges of a ring, the last back to the first.
fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// The ring in the direction of an outer ring, or the other way for a hole.
fn turned(mut ring: Vec<Point>, outer: bool) -> Vec<Point> {
    let area: f64 = edges(&ring).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    if (area > 0.0) != outer {
        ring.reverse();
    }
    ring
}

/// The SVG path around these shapes together.
#[must_use]
pub fn path<'a>(shapes: impl IntoIterator<Item = &'a Shape>) -> String {
    let rings: Vec<&Vec<Point>> = shapes.into_iter().flat_map(|shape| &shape.rings).collect();
    let thinned = dissolved(&rings).into_iter().map(|ring| thinned(&ring)).filter(|ring| ring.len() >= 3);
    let mut text = String::new();
    for ring in thinned {
        for (i, point) in ring.iter().enumerate() {
            let letter = if i == 0 { 'M' } else { 'L' };
            text.push_str(&format!("{letter}{} {}", point.x, point.y));
        }
        text.push('Z');
    }
    text
}

/// The rings that are left when edges that run both ways are taken out.
fn dissolved(rings: &[&Vec<Point>]) -> Vec<Vec<Point>> {
    let mut left: BTreeMap<(Key, Key), Vec<(Point, Point)>> = BTreeMap::new();
    for (a, b) in rings.iter().flat_map(|ring| edges(ring)) {
        let back = (b.key(), a.key());
        match left.get_mut(&back) {
            Some(same) => {
                same.pop();
                if same.is_empty() {
                    left.remove(&back);
                }
            }
            None => left.entry((a.key(), b.key())).or_default().push((a, b)),
        }
    }
    let mut next: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
    let mut starts = Vec::new();
    for (a, b) in left.into_values().flatten() {
        next.entry(a.key()).or_default().push(b);
        starts.push(a);
    }
    starts.into_iter().filter_map(|start| chain(start, &mut next)).collect()
}

/// Follows edges from `start` until it is back, taking them out.
fn chain(start: Point, next: &mut BTreeMap<Key, Vec<Point>>) -> Option<Vec<Point>> {
    let mut ring = vec![start];
    loop {
        let here = *ring.last()?;
        let to = next.get_mut(&here.key()).and_then(Vec::pop)?;
        if to == start {
            return Some(ring);
        }
        ring.push(to);
    }
}

/// The ring without corners that hardly matter (Douglas and Peucker, 1973).
fn thinned(ring: &[Point]) -> Vec<Point> {
    let Some(first) = ring.first().copied() else { return Vec::new() };
    let distance = |point: &Point| (point.x - first.x).hypot(point.y - first.y);
    let far = ring.iter().enumerate().max_by(|a, b| distance(a.1).total_cmp(&distance(b.1))).map_or(0, |(i, _)| i);
    let mut closed = ring.to_vec();
    closed.push(first);
    let mut kept = Vec::new();
    thin(closed.get(..=far).unwrap_or_default(), &mut kept);
    thin(closed.get(far..).unwrap_or_default(), &mut kept);
    kept
}

/// Keeps the first point of a line and those that are far from it, but not the last.
fn thin(line: &[Point], kept: &mut Vec<Point>) {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
    let inner = line.iter().enumerate().skip(1).take(line.len().saturating_sub(2));
    let far = inner.map(|(i, point)| (i, away(*point, *first, *last))).max_by(|a, b| a.1.total_cmp(&b.1));
    match far {
        Some((i, distance)) if distance > TOLERANCE => {
            thin(line.get(..=i).unwrap_or_default(), kept);
            thin(line.get(i..).unwrap_or_default(), kept);
        }
        _ => kept.push(*first),
    }
}

/// How far a point is from the line through two others.
fn away(point: Point, a: Point, b: Point) -> f64 {
    let length = (b.x - a.x).hypot(b.y - a.y);
    if length == 0.0 {
        return (point.x - a.x).hypot(point.y - a.y);
    }
    ((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)).abs() / length
}

/// The box around paths made here: left, top, width, height.
#[must_use]
pub fn view_box<'a>(paths: impl IntoIterator<Item = &'a str>) -> Option<[f64; 4]> {
    let mut corners: Option<[f64; 4]> = None;
    for path in paths {
        let numbers: Vec<f64> = path.split(['M', 'L', 'Z', ' ']).filter_map(|number| number.parse().ok()).collect();
        for pair in numbers.chunks_exact(2) {
            let [x, y] = pair else { continue };
            let [left, top, right, bottom] = corners.unwrap_or([*x, *y, *x, *y]);
            corners = Some([left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]);
        }
    }
    corners.map(|[left, top, right, bottom]| [left, top, right - left, bottom - top])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(name: &str, left: f64) -> String {
        let (right, bottom, top) = (left + 0.01, 53.20, 53.21);
        format!(
            r#"{{"type":"Feature","properties":{{"buurtcode":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[{left},{bottom}],[{right},{bottom}],[{right},{top}],[{left},{top}],[{left},{bottom}]]]}}}}"#
        )
    }

    fn collection(features: &[String]) -> String {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}", features.join(",\n"))
    }

    #[test]
    fn two_buurten_beside_each_other_have_one_boundary() {
        let shapes = read_geojson(&collection(&[square("BU00140001", 6.50), square("BU00140002", 6.51)])).unwrap();
        let both = path(&shapes);
        assert_eq!(both.matches('M').count(), 1, "{both}");
        assert_eq!(both.matches('L').count(), 3, "{both}");
        let [left, _, width, height] = view_box([both.as_str()]).unwrap();
        assert_eq!((left, width), (32_500.0, 100.0));
        assert!((83.0..85.0).contains(&height), "a hundredth of a degree is longer to the north: {height}");
    }

    #[test]
    fn a_bad_file_is_refused_with_the_place() {
        let good = square("BU00140001", 6.50);
        for (text, words) in [
            ("{".to_owned(), "line 1"),
            (collection(&[]), "no features"),
            (collection(&[good.clone(), good.replace("buurtcode", "naam")]), "feature 2"),
            (collection(&[good.clone(), square("BU00140002", 233_000.0)]), "line 3: BU00140002 has coordinates"),
            (collection(&[good.replace("Polygon", "Point").replace("[[[", "[").replace("]]]", "]")]), "not a GeoJSON"),
            (collection(&[r#"{"type":"Feature","properties":{"wijk":"x"},"geometry":null}"#.to_owned()]), "line 2: x has no Polygon"),
        ] {
            let error = read_geojson(&text).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
