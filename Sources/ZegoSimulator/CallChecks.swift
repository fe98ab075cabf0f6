import ShowTime

extension Query {
    /// The 10 minutes that a `Timestamp` may be off in either direction (documented).
    static let timestampTolerance = Interval.minutes(10)

    /// Checks that the call is signed by the account and in time.
    ///
    /// - Parameter now: the server's wall clock.
    /// - Returns: the `SignatureNonce`, which nobody may have used before.
    /// - Throws: the code of the first parameter that is wrong; the order among them is inferred.
    func checkedNonce(appID: UInt32, signature: Signature, now: Instant) throws(ReturnCode) -> String {
        try checkAppID(is: appID)
        let timestamp = try checkedTimestamp(now: now)
        try checkSignatureVersion()
        guard let nonce = self["SignatureNonce"], !nonce.isEmpty else { throw .nonceEmpty }
        guard let written = self["Signature"], !written.isEmpty else { throw .signatureEmpty }
        guard signature.matches(written, nonce: nonce, timestamp: timestamp) else { throw .signatureWrong }
        return nonce
    }

    /// Decimal digits that fit 32 bits, and the account's own.
    private func checkAppID(is appID: UInt32) throws(ReturnCode) {
        guard let text = self["AppId"], text.isAllDigits, let written = UInt32(text) else { throw .appIDMalformed }
        guard written == appID else { throw .appUnknown }
    }

    /// The `Timestamp` as it was written, for the signature.
    private func checkedTimestamp(now: Instant) throws(ReturnCode) -> String {
        guard let text = self["Timestamp"], !text.isEmpty else { throw .timestampEmpty }
        guard text.isAllDigits, let seconds = Int64(text) else { throw .timestampMalformed }
        // In 128 bits: a timestamp in milliseconds or worse must be out of date, not out of range.
        let difference = Int128(seconds) * 1_000_000_000 - Int128(now.nanoseconds)
        guard difference.magnitude <= Self.timestampTolerance.nanoseconds.magnitude else { throw .signatureExpired }
        return text
    }

    private func checkSignatureVersion() throws(ReturnCode) {
        guard let text = self["SignatureVersion"], !text.isEmpty else { throw .signatureVersionEmpty }
        guard text == "2.0" else { throw .signatureVersionUnsupported }
    }

    /// Whether the call belongs to the test environment: `IsTest` is true in any case; left out, it is false.
    func isTest() throws(ReturnCode) -> Bool {
        guard let text = self["IsTest"] else { return false }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .badParameter
        }
    }
}

extension StringProtocol {
    /// Whether there is at least one ASCII digit and nothing else.
    var isAllDigits: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
