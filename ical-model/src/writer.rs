//! Nodes to octets. What no edit touched comes out byte for byte.

use crate::tree::{Below, Flags, Index, Node, STREAM, Tree};

/// Writes a whole stream.
pub(crate) fn write_stream(tree: &Tree<'_>, out: &mut Vec<u8>) {
    if tree.edited {
        write_nodes(tree, tree.below(STREAM), out);
    } else {
        out.extend_from_slice(&tree.source);
    }
}

/// Writes a component, from BEGIN to END.
pub(crate) fn write_component(tree: &Tree<'_>, component: Index, out: &mut Vec<u8>) {
    let begin = tree.node(component);
    out.extend_from_slice(tree.octets(begin));
    write_nodes(tree, tree.below(component), out);
    if component != STREAM {
        out.extend_from_slice(tree.octets(tree.node(begin.end)));
    }
}

fn write_nodes(tree: &Tree<'_>, nodes: Below<'_>, out: &mut Vec<u8>) {
    // Neighbours in the source go out in one piece.
    let mut run = Node { flags: Flags::NOTHING, ..Node::NOTHING };
    for (_, node) in nodes {
        if node.length == 0 {
            continue;
        }
        if run.start + run.length == node.start && (node.start as usize) < tree.source.len() {
            run.length += node.length;
            continue;
        }
        write_run(tree, &run, out);
        run = *node;
    }
    write_run(tree, &run, out);
}

/// Writes one piece, behind a line end: the last line of the source may have none, and a line may follow now.
fn write_run(tree: &Tree<'_>, run: &Node, out: &mut Vec<u8>) {
    if run.length == 0 {
        return;
    }
    if !out.is_empty() && !out.ends_with(b"\n") && out != b"\xEF\xBB\xBF" {
        // Carriage returns alone end lines only where there is no line feed at all.
        match tree.ends_lines_in_returns() {
            true if out.ends_with(b"\r") => {}
            true => out.push(b'\r'),
            false => out.extend_from_slice(b"\r\n"),
        }
    }
    out.extend_from_slice(tree.octets(run));
}
