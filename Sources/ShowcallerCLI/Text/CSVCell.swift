/// Cells of RFC 4180.
enum CSVCell {
    /// Goes by bytes: a quote with a combining mark behind it is a single `Character`, but has to be doubled all the same.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
        let parts = text.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        return "\"" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\"\"") + "\""
    }
}
