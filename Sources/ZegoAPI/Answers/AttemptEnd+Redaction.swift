import Scheduling

extension AttemptEnd {
    /// Removes the texts that repeat the call: a server, or something between, that quotes the signed URL in its error
    /// would have it written into logs and onto terminals.
    func redacted(_ signature: String, _ secret: ServerSecret) -> AttemptEnd {
        let marks = Self.queryMarks + [signature, secret.text].map { $0.utf8.map(\.lowercased) }
        // Byte by byte, upper and lower case alike: no spelling of Unicode hides anything.
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

    /// The beginnings of a query's parameters, as they are and encoded once more: texts are cut short.
    private static let queryMarks = ["Signature", "SignatureNonce", "Action"].flatMap { name in
        ["=", "%3D"].map { (name + $0).utf8.map(\.lowercased) }
    }
}

extension [UInt8] {
    /// Whether `part` is in it. A search that is generic over collections takes half the time of a whole call.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return part.isEmpty }
        return indices.dropLast(part.count - 1).contains { self[$0] == first && self[$0...].starts(with: part) }
    }
}
