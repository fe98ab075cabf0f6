import HostSystem
package import ZegoAPI

/// The account as the environment describes it. No flag takes the secret: a command line can be read by everybody on the host.
package struct AccountSettings: Sendable {
    package var account: ZegoAccount
    /// Where the secret can be read again, nil where it came from the environment.
    package var secretFile: String?

    package struct Problem: Error, Sendable { package var message: String }

    /// Reads `ZEGO_APP_ID`, `ZEGO_SERVER_SECRET` or `ZEGO_SERVER_SECRET_FILE`, `ZEGO_BASE_URL`, `ZEGO_IS_TEST`,
    /// `ZEGO_CA_FILE` or `SSL_CERT_FILE`.
    package init(environment: [String: String]) throws(Problem) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let secretText = value("ZEGO_SERVER_SECRET")
        secretFile = value("ZEGO_SERVER_SECRET_FILE")
        guard let appIDText = value("ZEGO_APP_ID"), secretText != nil || secretFile != nil else {
            throw Problem(
                message: """
                    no account is given: set ZEGO_APP_ID, and ZEGO_SERVER_SECRET or ZEGO_SERVER_SECRET_FILE \
                    (or try it with --simulate)
                    """)
        }
        guard let appID = UInt32(appIDText), appID > 0 else {
            // The value is not repeated, because it may be the secret: the two are easily swapped.
            throw Problem(message: "ZEGO_APP_ID is a number like 1234567890")
        }
        let secret: ServerSecret
        if let secretFile {
            secret = try Self.secret(fromFile: secretFile)
        } else {
            secret = try Self.checked(secretText ?? "", from: "ZEGO_SERVER_SECRET")
        }
        let endpoint: Endpoint
        do throws(Endpoint.Invalid) {
            endpoint = try value("ZEGO_BASE_URL").map { text throws(Endpoint.Invalid) in try Endpoint(text) } ?? .zego
        } catch {
            throw Problem(message: "ZEGO_BASE_URL: \(error.message)")
        }
        let isTest: Bool?
        switch value("ZEGO_IS_TEST")?.lowercased() {
        case nil: isTest = nil
        case "true", "1": isTest = true
        case "false", "0": isTest = false
        default: throw Problem(message: "ZEGO_IS_TEST is true or false")
        }
        account = ZegoAccount(appID: appID, secret: secret, isTest: isTest, endpoint: endpoint)
        account.authorities = try Self.authorities(value)
    }

    /// Bytes.
    private static let longestSecretFile = 4096

    /// What is wrong with how the secret is kept, nil where nothing is.
    package var warning: String? {
        guard let secretFile, FileSystem.isOpenToOthers(secretFile) else { return nil }
        return
            "others on this host can read or change \(secretFile), which holds the server secret: chmod 600 makes it yours"
    }

    /// The authorities that vouch for the host: those of `ZEGO_CA_FILE` or `SSL_CERT_FILE`, else the system's.
    private static func authorities(_ value: (String) -> String?) throws(Problem) -> TrustedAuthorities? {
        for name in ["ZEGO_CA_FILE", "SSL_CERT_FILE"] {
            guard let path = value(name) else { continue }
            do {
                return try TrustedAuthorities(pem: try FileSystem.read(path, limit: longestAuthorities))
            } catch let failure as FileSystem.Failure {
                throw Problem(message: "\(name): \(failure.message)")
            } catch {
                throw Problem(message: "\(name): \(path) holds no certificates in PEM")
            }
        }
        return nil
    }

    private static let longestAuthorities = 4 << 20

    /// Reads the secret from its file, white space at its ends left out.
    package static func secret(fromFile path: String) throws(Problem) -> ServerSecret {
        let bytes: [UInt8]
        do throws(FileSystem.Failure) {
            bytes = try FileSystem.read(path, limit: longestSecretFile)
        } catch {
            guard !looksLikeSecret(path) else {
                throw Problem(
                    message:
                        "ZEGO_SERVER_SECRET_FILE is the path of a file with the server secret in it, not the secret")
            }
            throw Problem(message: "ZEGO_SERVER_SECRET_FILE: \(error.message)")
        }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 1 else {
            throw Problem(message: "ZEGO_SERVER_SECRET_FILE: \(path) holds the server secret and nothing else")
        }
        return ServerSecret(String(words[0]))
    }

    /// Whether a text that should be a path may be the secret, which must not be repeated. ZEGO's secrets have 32 hexadecimal
    /// digits.
    private static func looksLikeSecret(_ text: String) -> Bool {
        text.utf8.count >= 16 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// A secret goes into a hash and nowhere else, so anything will do that has no white space in it.
    private static func checked(_ text: String, from name: String) throws(Problem) -> ServerSecret {
        guard !text.contains(where: \.isWhitespace) else {
            throw Problem(message: "\(name) has white space in it: it is the server secret and nothing else")
        }
        return ServerSecret(text)
    }
}
