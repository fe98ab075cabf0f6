import ShowTime

extension Query {
    /// The most that a `Timestamp` may be off in either direction: 10 minutes (documented).
    static let timestampTolerance = Interval.minutes(10)

    /// Checks that the account signed the call, and in time. The order of the checks is inferred.
    ///
    /// - Parameter now: the server's wall clock.
    /// - Returns: the `SignatureNonce`, which is to be checked for its first use.
    /// - Throws: the code of the first parameter that is wrong.
    func authenticatedNonce(
        appID: UInt32, signature: Signature, now: Instant
    ) throws(ReturnCode) -> String {
        guard let text = self["AppId"], text.isAllDigits, let number = UInt32(text) else { throw .appIDMalformed }
        guard number == appID else { throw .appUnknown }
        let timestamp = try value(of: "Timestamp", orThrow: .timestampEmpty)
        guard timestamp.isAllDigits, let seconds = Int64(timestamp) else { throw .timestampMalformed }
        // In 128 bits: a timestamp in milliseconds or worse must be out of date, not out of range.
        let difference = Int128(seconds) * 1_000_000_000 - Int128(now.nanoseconds)
        guard difference.magnitude <= Self.timestampTolerance.nanoseconds.magnitude else { throw .signatureExpired }
        let version = try value(of: "SignatureVersion", orThrow: .signatureVersionEmpty)
        guard version == "2.0" else { throw .signatureVersionUnsupported }
        let nonce = try value(of: "SignatureNonce", orThrow: .nonceEmpty)
        let given = try value(of: "Signature", orThrow: .signatureEmpty)
        guard given == signature.hexadecimal(nonce: nonce, timestamp: timestamp) else { throw .signatureWrong }
        return nonce
    }

    /// The value of a parameter that is neither missing nor empty.
    private func value(of name: String, orThrow code: ReturnCode) throws(ReturnCode) -> String {
        guard let value = self[name], !value.isEmpty else { throw code }
        return value
    }
}
