import Testing
import ZegoAPI

struct SignatureTests {
    @Test func isThePublishedOne() {
        let signature = Signature(
            appID: 12345, secret: ServerSecret("9193cc662a4c0ec135ec71fb57194b38"), nonce: 0x4fd2_4687_296d_d9f3,
            timestamp: 1_615_186_943)
        #expect(signature.nonce == "4fd24687296dd9f3")
        #expect(signature.timestamp == 1_615_186_943)
        #expect(signature.signature == "43e5cfcca828314675f91b001390566a")
    }

    @Test(arguments: [
        (0 as UInt64, "0000000000000000"), (1, "0000000000000001"), (0xa0b, "0000000000000a0b"),
        (.max, "ffffffffffffffff"), (0x0123_4567_89ab_cdef, "0123456789abcdef"),
    ])
    func aNonceHasSixteenDigits(number: UInt64, text: String) {
        #expect(Signature(appID: 1, secret: ServerSecret("s"), nonce: number, timestamp: 0).nonce == text)
    }

    @Test func everyPartCounts() {
        let parts: [(appID: UInt32, secret: String, nonce: UInt64, timestamp: Int64)] = [
            (1, "a", 1, 1), (2, "a", 1, 1), (1, "b", 1, 1), (1, "a", 2, 1), (1, "a", 1, 2), (.max, "a", 1, 1),
        ]
        let signatures = parts.map {
            Signature(appID: $0.appID, secret: ServerSecret($0.secret), nonce: $0.nonce, timestamp: $0.timestamp)
                .signature
        }
        #expect(Set(signatures).count == signatures.count)
        for text in signatures {
            #expect(text.utf8.count == 32)
            #expect(text.allSatisfy { "0123456789abcdef".contains($0) })
        }
    }
}
