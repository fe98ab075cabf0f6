/// A compiled template: a range of the nodes of a ``TemplateSet``.
///
/// The language is a subset of Jinja2 3.1 with `StrictUndefined`: `if`, `for` with `loop`, `set`, `raw`, comments, white
/// space control; names, members, items, slices, strings, whole numbers of 64 bits, floats, lists, mappings, all operators,
/// the filters of ``TemplateSet/filterNames`` and most tests. An accepted template renders byte for byte as Jinja2 renders
/// it. Text that no audience should see (none, lists, mappings, the infinite) is an error at its place. A carriage return
/// outside of braces, which Jinja2 makes a newline, is handed on, so that the caller can refuse it as a control character.
package struct Template: Sendable, Hashable {
    var start: UInt32
    var count: UInt32
    /// Where its literals begin: its nodes count from there.
    var literalStart: UInt32
    var literalCount: UInt32
    package var dependencies: Dependencies
    /// Whether it has statements, and not only texts and expressions in a row.
    var hasStatements: Bool
    /// Whether the literals alone show something, and contain no byte that may belong to a control character.
    var isClean: Bool

    var nodeRange: Range<Int> { Int(start)..<Int(start + count) }
}
