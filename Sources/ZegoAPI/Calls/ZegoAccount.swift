import Glibc

/// An AppID, its secret, and the address of its API.
package struct ZegoAccount: Sendable {
    package var appID: UInt32
    package var secret: ServerSecret
    /// `IsTest`: projects from before 2021-11-16 need it; nil leaves it out.
    package var isTest: Bool?
    package var endpoint: Endpoint
    /// The calls per second that ZEGO allows the account, all its senders together.
    package var quota: Double { isTest == true ? 10 : 100 }
    /// The authorities that vouch for the host; nil means the system's.
    package var authorities: TrustedAuthorities?

    package init(appID: UInt32, secret: ServerSecret, isTest: Bool?, endpoint: Endpoint) {
        self.appID = appID
        self.secret = secret
        self.isTest = isTest
        self.endpoint = endpoint
    }
}

/// The ServerSecret. Printing it in any way, by accident too, prints no secret.
package struct ServerSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let text: String

    package init(_ text: String) { self.text = text }

    /// Replaces the secret wherever it occurs in a text. A secret that is too short to be a real one is not replaced.
    package func redact(_ bytes: inout [UInt8]) {
        let secret = Array(text.utf8)
        guard secret.count >= Self.shortest else { return }
        var clean: [UInt8] = []
        var start = 0
        while let place = bytes.withUnsafeBufferPointer({ $0.place(of: secret, from: start) }) {
            clean += bytes[start..<place] + description.utf8
            start = place + secret.count
        }
        if start > 0 { bytes = clean + bytes[start...] }
    }

    /// In bytes. ZEGO's secrets have 32.
    private static let shortest = 8
    package var length: Int { text.utf8.count }

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func place(of word: [UInt8], from start: Int) -> Int? {
        guard let base = baseAddress else { return nil }
        var place = start
        while place + word.count <= count {
            guard let found = memchr(base + place, Int32(word[0]), count - word.count + 1 - place) else { return nil }
            if memcmp(found, word, word.count) == 0 { return UnsafeRawPointer(found) - UnsafeRawPointer(base) }
            place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        return nil
    }
}
