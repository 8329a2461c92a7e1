//! The pages people see: each a module that makes a document of what is stored and what was asked.

pub(crate) mod alerts;
pub(crate) mod first_run;
mod hand;
pub(crate) mod live;
pub(crate) mod mentions;
mod report;
mod rules;
pub(crate) mod sign_in;
mod todo;

use crate::route::Route;

/// Their addresses.
pub(crate) const ROUTES: &[Route] = &[
    report::SUCCESS,
    todo::ROUTE,
    todo::SETTLE,
    report::ALL,
    report::ONE,
    mentions::ALL,
    mentions::ONE,
    hand::ROUTE,
    alerts::ROUTE,
    alerts::GRADE,
    rules::ROUTE,
    report::LEDGER,
];
