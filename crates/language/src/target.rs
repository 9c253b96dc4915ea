//! For which SpecQL a spec is written, and what the released one does with a part of it.

/// Which SpecQL a spec is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The released generator, 0.8.7.
    #[default]
    V0_8,
    /// Also what its documents and roadmap describe.
    Next,
}

/// What SpecQL 0.8.7 does with what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It shapes what is generated.
    Used,
    /// It is read and checked, and nothing on the command line is generated from it.
    Carried,
    /// It is passed over without a word.
    Ignored,
    /// The file is refused for it.
    Refused,
}
