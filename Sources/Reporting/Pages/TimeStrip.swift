import ShowTime

/// One line of a drawing over time: shaded spans, and a mark for whatever happens.
struct TimeStrip {
    struct Span {
        /// A class of the style sheet: `hold` or `gap`.
        var kind: String
        var from: Instant
        var to: Instant
        /// The tooltip.
        var title: String
    }

    let axis: TimeAxis
    let height: Int

    /// Writes a drawing with the spans behind what `body` writes.
    func write(_ spans: [Span], label: String, to html: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
        html.element(
            "svg",
            [
                "viewBox": "0 0 \(TimeAxis.width) \(height)", "preserveAspectRatio": "none", "role": "img",
                "aria-label": label,
            ]
        ) { html in
            for span in spans {
                let from = axis.place(of: span.from)
                html.element(
                    "rect",
                    [
                        "class": span.kind, "x": "\(from)", "width": "\(max(2, axis.place(of: span.to) - from))",
                        "height": "\(height)",
                    ]
                ) { $0.element("title", text: span.title) }
            }
            body(&html)
        }
    }

    /// Writes a line from top to bottom at each of these times. Times at the same place get one line: more could not be seen.
    ///
    /// - Parameter kind: a class of the style sheet.
    func writeMarks(at times: some Sequence<Instant>, kind: String, to html: inout HTMLWriter) {
        var isMarked = [Bool](repeating: false, count: TimeAxis.width + 1)
        for time in times { isMarked[axis.place(of: time)] = true }
        let path = isMarked.indices.filter { isMarked[$0] }.map { "M\($0) 0v\(height)" }.joined()
        if !path.isEmpty { html.element("path", ["class": kind, "d": path]) { _ in } }
    }
}
