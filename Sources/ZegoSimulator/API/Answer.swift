/// An answer of the API to one call: HTTP 200 with a code, and with data only where the code is 0 (that errors carry
/// no data is inferred).
package struct Answer: Hashable, Sendable {
    package enum Data: Hashable, Sendable {
        /// `1_<epoch milliseconds>_<n>`: the documented example, its middle read as a time (inferred).
        case messageID(String)
        case userCounts([UserCount])
        case userStates([UserState])
    }

    package struct UserCount: Hashable, Sendable {
        package var roomID: String
        package var count: Int
    }

    package struct UserState: Hashable, Sendable {
        package var userID: String
        package var isInRoom: Bool
    }

    package var code: ReturnCode
    package var data: Data?
    /// 19 decimal digits, sent as a string (documented).
    package var requestID: Int64
}
