//! What is wrong or doubtful in a rule, told to the person who wrote it.

use std::ops::Range;

use crate::catalog::{self, Page};

/// One finding: what it is, where it is, what it means and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is; stable, so that it can be looked up and silenced.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The place it is about, in bytes of the text that was handed in, on character boundaries.
    pub span: Range<usize>,
    /// What the rule does now or what is wrong, as a sentence without a full stop.
    pub message: String,
    /// What was probably meant and how to write it.
    pub help: Option<String>,
    /// A change of the text that settles it.
    pub fix: Option<Fix>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// Where it stands, in words, when the text is no file of its own: the cell of a sheet.
    pub place: Option<String>,
}

/// A second place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, in bytes of the same text as the finding's own.
    pub span: Range<usize>,
    /// What there is to see.
    pub message: String,
}

/// A change of the text that settles a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is changed, in the order of the text; one change or more, none inside another.
    pub edits: Vec<Edit>,
    /// Whether it can be applied without changing what the rule finds.
    pub safe: bool,
}

/// One place of a text that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes of the same text as the finding's span; empty to insert.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// The change of `span` into `replacement`.
    #[must_use]
    pub fn new(span: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { span, replacement: replacement.into() }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rule cannot be read as one meaning; it is refused.
    Error,
    /// The rule works but is likely not meant so.
    Warning,
    /// A matter of style.
    Info,
}

impl Severity {
    /// The word findings are printed with.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Diagnostic {
    /// A finding that makes the rule unusable.
    #[must_use]
    pub fn error(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, message)
    }

    /// A finding on a rule that works but is likely not meant so.
    #[must_use]
    pub fn warning(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, message)
    }

    /// A finding on style.
    #[must_use]
    pub fn info(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Info, span, message)
    }

    fn new(code: Code, severity: Severity, span: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            severity,
            span,
            message,
            help: None,
            fix: None,
            labels: Vec::new(),
            place: None,
        }
    }

    /// The same finding with a sentence on what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding with a change that leaves what the rule finds as it is.
    #[must_use]
    pub fn safe_fix(self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fixed_by(Fix { edits: vec![Edit::new(span, replacement)], safe: true })
    }

    /// The same finding with a change that may alter what the rule finds.
    #[must_use]
    pub fn unsafe_fix(self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fixed_by(Fix { edits: vec![Edit::new(span, replacement)], safe: false })
    }

    /// The same finding with another place that explains it.
    #[must_use]
    pub fn label(mut self, span: Range<usize>, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// The same finding on a text that is no file of its own: where that stands, in words.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same finding with a change of several places.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The same finding with every place moved `by` bytes on: from a query to the file it stands in.
    ///
    /// Right where the query stands in the file letter by letter, as in a `'''…'''` string.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Self {
        let moved = |span: Range<usize>| span.start + by..span.end + by;
        self.span = moved(self.span);
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = moved(edit.span.clone());
        }
        for label in &mut self.labels {
            label.span = moved(label.span.clone());
        }
        self
    }
}

/// Which finding it is. The names are stable: they are looked up, silenced and counted by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each code's page in the catalog is its documentation")]
pub enum Code {
    // characters
    LowercaseOperator,
    SmartQuotes,
    SmartDash,
    OddBlank,
    UnbalancedBracket,
    UnbalancedQuote,
    EmptyGroup,
    DanglingOperator,
    GluedOperator,
    SpaceNegation,
    SingleQuotes,
    StrayTilde,
    TildeOnOneWord,
    PunctuationOnly,
    SymbolDropped,
    QuestionMark,
    UnbalancedComment,
    Glued,
    UrlAsKeyword,
    CommaList,
    CedillaForComma,
    OperatorInQuotes,
    HtmlEntity,
    TooDeep,
    TooManyTerms,
    // logic
    LastBranch,
    NotLastBranch,
    MissingBracketsAroundOr,
    UnquotedName,
    BracketsAreNotQuotes,
    Contradiction,
    AlwaysTrue,
    Duplicate,
    Covered,
    ExcludesItself,
    SameAsRule,
    MixedAndOr,
    OnlyNegative,
    NegativeBranch,
    DoubleNegation,
    LoneMetadata,
    // fields
    UnknownField,
    SpaceAfterColon,
    SpaceBeforeColon,
    CountryForLanguage,
    FieldValue,
    ForeignOperator,
    // reach
    NearTooWide,
    TooBroad,
    ShortCjk,
    AccentVariants,
    AccentOnly,
    MissingVariant,
    CompoundHashtag,
    CaseHint,
    LongExclusions,
    ShortWildcard,
    LeadingWildcard,
    NearOperand,
    ChainedNear,
    NegatedNear,
    CostlyRegex,
    // files
    UnknownList,
    ListCycle,
    UnknownKey,
    DuplicateId,
    IncludeCycle,
    CampaignDates,
    ExampleFails,
    FileSyntax,
    UnknownFile,
    FileName,
    KeyValue,
    MissingKey,
    BadId,
    MissingQuery,
    NoRule,
    TwoQueries,
    SimpleForm,
    UnknownBrand,
    UnknownZone,
    UnknownLanguage,
    NoBrand,
    GoalMetric,
    UnknownTag,
    TagCycle,
    // sheets
    ExcelDate,
    ExcelNumber,
    ExcelFormula,
    MixedSeparators,
    SameHeader,
    LostLetters,
    CampaignOver,
    ReviewOverdue,
    NoOwner,
    NoExamples,
    NoDescription,
    NameStyle,
    SnoozeOver,
    BadSnooze,
    // with a sample
    MatchesTooMuch,
    NeverMatches,
    ExclusionNeverFires,
    TagsOverlap,
}

impl Code {
    /// The stable name: lower-case words joined by `-`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.page().name
    }

    /// The code of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        catalog::pages().find(|page| page.name == name).map(|page| page.code)
    }

    /// What there is to say about it beyond one place in one rule.
    #[must_use]
    pub fn page(self) -> &'static Page {
        catalog::pages()
            .find(|page| page.code == self)
            .expect("every code has a page: a test of the catalog holds it")
    }
}
