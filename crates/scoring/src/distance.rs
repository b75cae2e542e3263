//! Kilometres between two points: haversine in double precision, rounded half up.
//!
//! The only floats of the engine live here; they never leave it. Knows no region codes.

use ordered_float::OrderedFloat;

/// Mean radius of the earth in kilometres (IUGG R₁).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point on the sphere, made ready for many distances.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    latitude: f64,
    longitude: f64,
    cos_latitude: f64,
}

impl Point {
    /// From degrees north and degrees east.
    pub(crate) fn from_degrees((north, east): (f64, f64)) -> Self {
        let latitude = north.to_radians();
        Self { latitude, longitude: east.to_radians(), cos_latitude: latitude.cos() }
    }

    /// Whole kilometres to another point.
    pub(crate) fn km(&self, other: &Self) -> u16 {
        let half_sine = |angle: f64| (angle / 2.0).sin().powi(2);
        let haversine = half_sine(other.latitude - self.latitude)
            + self.cos_latitude * other.cos_latitude * half_sine(other.longitude - self.longitude);
        // Rounding can lift the haversine of two antipodes above 1, where asin has no answer; the total order of
        // OrderedFloat gives a bound even then.
        let haversine = OrderedFloat(haversine).clamp(OrderedFloat(0.0), OrderedFloat(1.0)).into_inner();
        let km = 2.0 * EARTH_RADIUS_KM * haversine.sqrt().asin();
        // Half the circumference is 20 015 km, so the cast keeps every value.
        (km + 0.5).floor() as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let tokyo = Point::from_degrees((35.6895, 139.6917));
        for (other, km) in [
            ((35.6895, 139.6917), 0),
            ((34.6937, 135.5023), 396),
            ((43.0621, 141.3544), 832),
            ((-35.6895, -40.3083), 20_015),
        ] {
            assert_eq!(tokyo.km(&Point::from_degrees(other)), km, "{other:?}");
        }
    }

    #[test]
    fn a_distance_is_the_same_both_ways() {
        let left = Point::from_degrees((26.2124, 127.6809));
        let right = Point::from_degrees((43.0621, 141.3544));
        assert_eq!(left.km(&right), right.km(&left));
    }
}
