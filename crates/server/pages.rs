//! The pages people see: each a module that makes a document of what is stored and what was asked.

mod report;

use crate::route::Route;

/// Their addresses.
pub(crate) const ROUTES: &[Route] = &[report::SUCCESS, report::ALL, report::ONE];
