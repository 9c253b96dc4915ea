//! Tests of what actions become.
