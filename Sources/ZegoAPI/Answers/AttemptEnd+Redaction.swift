import Scheduling

extension AttemptEnd {
    /// Removes the texts that repeat the call: a server, or something between, that quotes the signed URL in its error
    /// would have it written into logs and onto terminals.
    func redacted(_ signature: String, _ secret: ServerSecret) -> AttemptEnd {
        // The beginning of a query too, as it is and encoded once more: texts are cut short.
        let names = ["Signature", "SignatureNonce", "Action"]
        let marks = ([signature, secret.text] + names.flatMap { [$0 + "=", $0 + "%3D"] })
            .filter { $0.utf8.count >= 7 }.map { $0.utf8.map(\.lowercased) }
        // Byte by byte, upper and lower case alike: no spelling of Unicode hides anything.
        func repeatsCall(_ text: String?) -> Bool {
            guard let bytes = text?.utf8.map(\.lowercased) else { return false }
            return marks.contains { bytes.firstRange(of: $0) != nil }
        }
        var end = self
        if repeatsCall(reason) { end.reason = "(left out: it repeats the signed call)" }
        if repeatsCall(messageID) { end.messageID = nil }
        if repeatsCall(requestID) { end.requestID = nil }
        return end
    }
}
