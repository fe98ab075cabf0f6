import Scheduling

/// Sorts ZEGO's return codes into the classes that a sender acts on.
///
/// | class | codes |
/// |---|---|
/// | accepted | 0 |
/// | throttled | 206 (app), 207 (room), 7 (legacy) |
/// | transient | 1, 122, 151, 5018, 5201, 5202, 50013, 100000012, 100000015 |
/// | clock | 100000004 |
/// | account | 100000000–3, 5–11, 13, 14, 16, 17 |
/// | refused | missing rooms, refused input, and every code that is not documented |
///
/// Source: ZEGO's return code pages and the SendBarrageMessage page. That a transient failure was not shown is inferred
/// from their advice to retry.
enum ReturnCode {
    static func kind(of code: Int) -> AttemptEnd.Kind {
        switch code {
        case 0: .accepted
        case 206, 7: .throttledApp
        case 207: .throttledRoom
        case 1, 122, 151, 5018, 5201, 5202, 50013, 100_000_012, 100_000_015: .transient
        case 100_000_004: .clock
        case 100_000_000...100_000_003, 100_000_005...100_000_011, 100_000_013, 100_000_014, 100_000_016, 100_000_017:
            .account
        default: .refused
        }
    }

    /// The meaning of a code, for those that an operator can do something about.
    static func explanation(of code: Int) -> String? {
        switch code {
        case 104, 5024, 50001: "nobody is in the room"
        case 100_000_004: "the signature has expired: is this host's clock right?"
        case 100_000_005: "the signature is wrong: check ZEGO_APP_ID and the server secret"
        default: nil
        }
    }
}
