/// The `Code` of an answer; thrown inside the simulator where a check refuses a call.
package struct ReturnCode: Error, RawRepresentable, Hashable, Sendable {
    /// Documented as an int32.
    package var rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }
}

extension ReturnCode: ExpressibleByIntegerLiteral, CustomStringConvertible {
    package init(integerLiteral value: Int) { self.init(rawValue: value) }

    package var description: String { String(rawValue) }
}

/// The codes of the simulated API. Their meanings are documented; comments say which uses are inferred.
extension ReturnCode {
    package static let success: ReturnCode = 0
    /// Inferred for: a query that cannot be decoded (8, "decoding failed", would fit as well), a required parameter
    /// that is missing, a `RoomId` or `UserId` with a character that is not allowed, a `MessageCategory` other than 1
    /// and 2, an `IsTest` other than true and false, no or more than ten `RoomId[]`.
    package static let badParameter: ReturnCode = 2
    /// Inferred for: a `RoomId`, `UserId` or `UserName` over its length.
    package static let parameterTooLong: ReturnCode = 3
    /// One of three codes for it (104, 5024, 50001); which one a barrage message gets is unknown.
    package static let roomDoesNotExist: ReturnCode = 104
    /// Documented for `DescribeUsers`.
    package static let roomOfUsersDoesNotExist: ReturnCode = 50001
    package static let appLimit: ReturnCode = 206
    package static let roomLimit: ReturnCode = 207
    package static let contentEmpty: ReturnCode = 1008
    package static let contentTooLong: ReturnCode = 50012

    /// Inferred for: an `AppId` that is missing (its text says "format error").
    package static let appIDMalformed: ReturnCode = 100_000_001
    package static let timestampEmpty: ReturnCode = 100_000_002
    package static let timestampMalformed: ReturnCode = 100_000_003
    package static let signatureExpired: ReturnCode = 100_000_004
    /// Inferred for: a nonce that was used before.
    package static let signatureWrong: ReturnCode = 100_000_005
    package static let actionEmpty: ReturnCode = 100_000_006
    package static let actionUnsupported: ReturnCode = 100_000_007
    package static let nonceEmpty: ReturnCode = 100_000_008
    package static let signatureEmpty: ReturnCode = 100_000_009
    /// Inferred for: an unknown `AppId`; 100000010 would fit as well.
    package static let appUnknown: ReturnCode = 100_000_011
    package static let signatureVersionEmpty: ReturnCode = 100_000_013
    package static let signatureVersionUnsupported: ReturnCode = 100_000_014
}

extension ReturnCode {
    /// The answer's `Message`: our words, never anything of the request. Only "success" is documented to the letter.
    package var message: String {
        switch self {
        case .success: "success"
        case .badParameter: "input parameter error"
        case .parameterTooLong: "input parameter too long"
        case .roomDoesNotExist, 5024, 50001: "room does not exist"
        case .appLimit: "too many requests of this app"
        case .roomLimit: "too many requests for this room"
        case .contentEmpty: "MessageContent is empty"
        case .contentTooLong: "MessageContent is too long"
        case .appIDMalformed: "AppId is malformed"
        case .timestampEmpty: "Timestamp is empty"
        case .timestampMalformed: "Timestamp is malformed"
        case .signatureExpired: "signature expired"
        case .signatureWrong: "signature error"
        case .actionEmpty: "Action is empty"
        case .actionUnsupported: "Action is not supported"
        case .nonceEmpty: "SignatureNonce is empty"
        case .signatureEmpty: "Signature is empty"
        case .appUnknown: "no configuration for this AppId"
        case .signatureVersionEmpty: "SignatureVersion is empty"
        case .signatureVersionUnsupported: "SignatureVersion is not supported"
        default: "simulated error"
        }
    }
}
