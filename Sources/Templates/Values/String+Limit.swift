extension String {
    /// The most bytes of a text within a template: 64 KiB, for messages of 1024 bytes.
    static let maximumBytes = 1 << 16

    /// Returns both texts as one.
    func joined(_ other: String, at range: Range<Int>) throws(TemplateError) -> String {
        guard utf8.count + other.utf8.count <= Self.maximumBytes else { throw .tooLong(at: range) }
        return self + other
    }
}

extension TemplateError {
    static func tooLong(at range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, "a text has at most \(String.maximumBytes) bytes here", at: range)
    }
}
