import Timelines

/// Writes HTML into bytes. What is not a literal of this program goes through ``append(text:)``, the one place of escaping.
package struct HTMLWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Appends markup as it stands.
    package mutating func markup(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Appends a text, with all markup in it escaped. Invisible characters are made visible, as on terminals, so that a client
    /// signs off exactly what is sent.
    package mutating func append(text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup("&amp;")
            case "<": markup("&lt;")
            case ">": markup("&gt;")
            case "\"": markup("&quot;")
            case "'": markup("&#39;")
            case "\n", "\t": bytes.append(UInt8(scalar.value))
            case _ where scalar.isInvisible: append(text: scalar.madeVisible)
            case _ where scalar.isNoncharacter: bytes.append(contentsOf: "\u{FFFD}".utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
    }

    /// Appends an element with what `body` appends.
    package mutating func element(
        _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ body: (inout HTMLWriter) -> Void
    ) {
        begin(tag, attributes)
        body(&self)
        markup("</")
        markup(tag)
        markup(">")
    }

    /// Appends an element with a text.
    package mutating func element(
        _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
    ) {
        element(tag, attributes) { $0.append(text: text) }
    }

    /// Appends the opening tag of an element. This is all there is of an element that never has content, like `meta`.
    package mutating func begin(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        markup("<")
        markup(tag)
        for (name, value) in attributes {
            markup(" ")
            markup(name)
            markup("=\"")
            append(text: value)
            markup("\"")
        }
        markup(">")
    }
}

extension Unicode.Scalar {
    fileprivate var isNoncharacter: Bool { value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value) }
}
