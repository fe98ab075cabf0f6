import Scheduling
import Testing

@testable import ZegoAPI

struct ReturnCodeTests {
    /// Every code that ZEGO documents, by what a sender does about it.
    private static let classes: [(AttemptEnd.Kind, [Int])] = [
        (.accepted, [0]),
        (.throttledApp, [206, 7]),
        (.throttledRoom, [207]),
        (.transient, [1, 122, 151, 5018, 5201, 5202, 50013, 100_000_012, 100_000_015]),
        (.clock, [100_000_004]),
        (
            .account,
            Array(100_000_000...100_000_003) + Array(100_000_005...100_000_011)
                + [100_000_013, 100_000_014, 100_000_016, 100_000_017]
        ),
        // The room is not there.
        (.refused, [104, 5024, 50001]),
        // What was sent is not taken.
        (
            .refused,
            [
                2, 3, 8, 9, 105, 123, 124, 138, 154, 1008, 1012, 50002, 50003, 50004, 50009, 50011, 50012, 50123, 50124,
            ]
        ),
        // Nobody has told us about these.
        (.refused, [4, 5, 6, 10, 100, 208, 500, 100_000_018, 99_999_999, 999_999_999, -1, .max, .min]),
    ]

    @Test(arguments: classes)
    func isInItsClass(kind: AttemptEnd.Kind, codes: [Int]) {
        for code in codes { #expect(ReturnCode.kind(of: code) == kind, "\(code)") }
    }

    @Test func everyAccountCodeIsInOneClass() {
        let codes = Self.classes.flatMap(\.1)
        #expect(Set(codes).count == codes.count)
        #expect(Set(100_000_000...100_000_017).isSubset(of: codes))
    }

    @Test(arguments: [
        (104, "nobody is in the room"), (5024, "nobody is in the room"), (50001, "nobody is in the room"),
    ])
    func saysWhatARoomCodeMeans(code: Int, text: String) { #expect(ReturnCode.explanation(of: code) == text) }

    @Test func saysWhatAnOperatorCanDo() {
        #expect(ReturnCode.explanation(of: 100_000_004)?.contains("clock") == true)
        #expect(ReturnCode.explanation(of: 100_000_005)?.contains("ZEGO_APP_ID") == true)
        #expect(ReturnCode.explanation(of: 0) == nil)
    }
}
