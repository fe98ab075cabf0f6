import Scheduling

extension AttemptEnd {
    /// Takes out what an answer repeats of the call that it answers: a server, or something between, that quotes the
    /// signed URL in its error would have it written into logs and onto terminals.
    mutating func leaveOutEcho(of signature: Signature, _ secret: ServerSecret) {
        func hasEcho(_ text: String) -> Bool {
            // The beginning of a query too: texts are cut short.
            let marks = [signature.signature, secret.text, "Signature=", "SignatureNonce=", "Action="]
            return marks.contains { $0.utf8.count >= 7 && text.hasBytes(of: $0) }
        }
        if let text = reason, hasEcho(text) { reason = "(left out: it repeats the signed call)" }
        if let text = messageID, hasEcho(text) { messageID = nil }
        if let text = requestID, hasEcho(text) { requestID = nil }
    }
}

extension String {
    /// Byte by byte, upper and lower case alike: no spelling of Unicode hides anything.
    fileprivate func hasBytes(of other: String) -> Bool {
        let text = utf8.map(\.lowercased)
        let sought = other.utf8.map(\.lowercased)
        guard text.count >= sought.count else { return false }
        return (0...text.count - sought.count).contains { text[$0...].starts(with: sought) }
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
}
