//! Findings on single characters: quotes, blanks, brackets, signs.

pub(crate) mod cedilla_for_comma;
pub(crate) mod comma_list;
mod dangling_operator;
mod empty_group;
mod glued;
mod glued_operator;
pub(crate) mod html_entity;
mod lowercase_operator;
mod odd_blank;
pub(crate) mod operator_in_quotes;
mod punctuation_only;
mod question_mark;
mod single_quotes;
mod smart_dash;
mod smart_quotes;
mod space_negation;
mod stray_tilde;
pub(crate) mod symbol_dropped;
mod tilde_on_one_word;
mod too_deep;
mod too_many_terms;
mod unbalanced_bracket;
mod unbalanced_comment;
mod unbalanced_quote;
pub(crate) mod url_as_keyword;

use super::Page;

/// The pages, in the order of the reference.
pub(super) const PAGES: &[Page] = &[
    lowercase_operator::PAGE,
    smart_quotes::PAGE,
    smart_dash::PAGE,
    odd_blank::PAGE,
    unbalanced_bracket::PAGE,
    unbalanced_quote::PAGE,
    empty_group::PAGE,
    dangling_operator::PAGE,
    glued_operator::PAGE,
    space_negation::PAGE,
    single_quotes::PAGE,
    stray_tilde::PAGE,
    tilde_on_one_word::PAGE,
    punctuation_only::PAGE,
    symbol_dropped::PAGE,
    question_mark::PAGE,
    unbalanced_comment::PAGE,
    glued::PAGE,
    url_as_keyword::PAGE,
    comma_list::PAGE,
    too_deep::PAGE,
    too_many_terms::PAGE,
    cedilla_for_comma::PAGE,
    operator_in_quotes::PAGE,
    html_entity::PAGE,
];
