import Crypto

/// The proof of a call, made anew for each: ZEGO refuses a timestamp more than ten minutes off.
package struct Signature: Sendable, Hashable {
    /// 16 hexadecimal digits of 8 random bytes.
    package let nonce: String
    /// Unix seconds.
    package let timestamp: Int64
    /// `md5(AppId + SignatureNonce + ServerSecret + Timestamp)` in lower-case hexadecimal.
    package let signature: String

    package init(appID: UInt32, secret: ServerSecret, nonce: UInt64, timestamp: Int64) {
        let nonce = Self.hexadecimal(withUnsafeBytes(of: nonce.bigEndian, Array.init))
        self.nonce = nonce
        self.timestamp = timestamp
        signature = Self.hexadecimal(
            Insecure.MD5.hash(data: Array("\(appID)\(nonce)\(secret.text)\(timestamp)".utf8)))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.reduce(into: []) { $0.append(hexadecimal: $1, ten: "a") }, as: UTF8.self)
    }
}
