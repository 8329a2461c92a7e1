//! Quantiles that several statistics need.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The normal distribution's 97.5 % quantile.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// Degrees of freedom from which on Student's t is taken for normal: 2.4 thousandths off, and `statrs`
/// searches its quantile ever less exactly beyond.
const NORMAL_DEGREES: f64 = 1_000.0;

/// Student's t distribution's 97.5 % quantile.
pub(crate) fn t_quantile(degrees: f64) -> f64 {
    if degrees >= NORMAL_DEGREES {
        return Z;
    }
    StudentsT::new(0.0, 1.0, degrees).map_or(Z, |t| t.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_quantiles_agree_with_published_tables() {
        for (degrees, expected) in
            [(1.0, 12.7062), (5.0, 2.5706), (19.0, 2.0930), (120.0, 1.9799), (900.0, 1.9626)]
        {
            assert!((t_quantile(degrees) - expected).abs() < 1e-4, "{degrees} degrees");
        }
    }
}
