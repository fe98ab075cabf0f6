import Scheduling

extension AttemptEnd {
    /// Removes texts that repeat the call: if a server, or something in between, quoted the signed URL in its error, that would
    /// be written into logs and onto terminals.
    func redacted(_ signature: String, _ secret: ServerSecret) -> AttemptEnd {
        let marks = Self.queryMarks + [signature, secret.text].map { $0.utf8.map(\.lowercased) }
        // Compares byte by byte and ignores the case of ASCII letters, so that no spelling of Unicode hides anything.
        func repeatsCall(_ text: String?) -> Bool {
            guard let bytes = text?.utf8.map(\.lowercased) else { return false }
            return marks.contains { $0.count >= 7 && bytes.contains($0) }
        }
        var end = self
        if repeatsCall(reason) { end.reason = "(left out: it repeats the signed call)" }
        if repeatsCall(messageID) { end.messageID = nil }
        if repeatsCall(requestID) { end.requestID = nil }
        return end
    }

    /// The beginnings of a query's parameters, as they are and percent-encoded once more. Only the beginnings, because the
    /// rest of a text may have been cut off.
    private static let queryMarks = ["Signature", "SignatureNonce", "Action"].flatMap { name in
        ["=", "%3D"].map { (name + $0).utf8.map(\.lowercased) }
    }
}

extension [UInt8] {
    /// Whether the array contains `part`. For bytes only: a search that is generic over collections takes half the time of a
    /// whole call.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return part.isEmpty }
        return indices.dropLast(part.count - 1).contains { self[$0] == first && self[$0...].starts(with: part) }
    }
}
