//! The binary `polku`.
fn main() {}
