//! The standard output.

use std::io::{self, BufWriter, IsTerminal, Write};

/// The standard output: line by line on a terminal, in large pieces elsewhere.
pub(crate) fn standard_output() -> Box<dyn Write> {
    let out = io::stdout().lock();
    if out.is_terminal() { Box::new(out) } else { Box::new(BufWriter::with_capacity(1 << 16, out)) }
}

/// Whether to write in colour: on a terminal that has colours, unless the user wants none (<https://no-color.org>).
pub(crate) fn in_colour() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
}
