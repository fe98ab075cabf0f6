import HTTPTypes

/// The header fields of every answer.
enum ResponseHeaders {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    static let json = "application/json"
    static let text = "text/plain; charset=utf-8"
    static let html = "text/html; charset=utf-8"

    static func fields(type: String) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentType] = type
        fields[.cacheControl] = "no-store"
        fields[.contentSecurityPolicy] = policy
        fields[.xContentTypeOptions] = "nosniff"
        fields[name("referrer-policy")] = "no-referrer"
        fields[name("cross-origin-opener-policy")] = "same-origin"
        fields[name("cross-origin-resource-policy")] = "same-origin"
        fields[name("x-frame-options")] = "DENY"
        return fields
    }

    static func name(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a header has letters and -") }
        return name
    }
}
