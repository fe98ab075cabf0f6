import Glibc
import TestSupport
import Testing
import ZegoAPI

@testable import ShowRuntime

struct AccountSettingsTests {
    private static let secret = "9193cc662a4c0ec135ec71fb57194b38"

    private func settings(_ environment: [String: String], without name: String? = nil) throws -> AccountSettings {
        var all = ["ZEGO_APP_ID": "12345", "ZEGO_SERVER_SECRET": Self.secret]
        if let name { all[name] = nil }
        return try AccountSettings(environment: all.merging(environment) { $1 })
    }

    private func problem(_ environment: [String: String], without name: String? = nil) -> String? {
        do {
            _ = try settings(environment, without: name)
            return nil
        } catch let problem as AccountSettings.Problem { return problem.message } catch { return "\(error)" }
    }

    @Test func theLeastThatIsNeeded() throws {
        let settings = try settings([:])
        #expect(settings.account.appID == 12345)
        #expect(settings.account.isTest == nil)
        #expect(settings.account.endpoint == .zego)
        #expect(settings.secretFile == nil)
    }

    @Test func everything() throws {
        let folder = TemporaryFolder()
        let path = folder.write("  \(Self.secret)\n", to: "secret")
        let settings = try settings([
            "ZEGO_SERVER_SECRET_FILE": path, "ZEGO_BASE_URL": "http://127.0.0.1:8080", "ZEGO_IS_TEST": "true",
        ])
        #expect(settings.secretFile == path)
        #expect(settings.account.isTest == true)
        #expect(settings.account.endpoint.url == "http://127.0.0.1:8080")
    }

    @Test(
        arguments: [
            ("true", true), ("TRUE", true), ("1", true), ("false", false), ("False", false), ("0", false), ("", nil),
        ] as [(String, Bool?)])
    func isTest(text: String, expected: Bool?) throws {
        #expect(try settings(["ZEGO_IS_TEST": text]).account.isTest == expected)
    }

    @Test func theSecretIsInASmallFile() {
        let folder = TemporaryFolder()
        mkfifo(folder.path("pipe"), 0o600)
        for path in [folder.write(String(repeating: "x", count: 5000), to: "large"), folder.path("pipe")] {
            let problem = problem(["ZEGO_SERVER_SECRET_FILE": path])
            #expect(problem?.hasPrefix("ZEGO_SERVER_SECRET_FILE: cannot read \(path): it is ") == true)
        }
    }

    @Test(arguments: [(0o600, false), (0o640, false), (0o644, true), (0o604, true), (0o620, true)] as [(mode_t, Bool)])
    func aSecretThatOthersCanReadIsWarnedOf(mode: mode_t, isWarnedOf: Bool) throws {
        let folder = TemporaryFolder()
        let path = folder.write(Self.secret, to: "secret")
        chmod(path, mode)
        let warning = try settings(["ZEGO_SERVER_SECRET_FILE": path]).warning
        #expect((warning != nil) == isWarnedOf)
        #expect(warning?.contains("chmod 600") ?? true)
    }

    @Test(arguments: ["ZEGO_CA_FILE", "SSL_CERT_FILE"]) func authoritiesAreCertificates(name: String) {
        let folder = TemporaryFolder()
        let path = folder.write("no certificate", to: "ca.pem")
        #expect(problem([name: path]) == "\(name): \(path) holds no certificates in PEM")
        #expect(problem([name: folder.path("none")])?.hasPrefix("\(name): cannot read") == true)
    }

    @Test func whatIsEmptyIsNotSet() {
        let words = """
            no account is given: set ZEGO_APP_ID, and ZEGO_SERVER_SECRET or ZEGO_SERVER_SECRET_FILE \
            (or try it with --simulate)
            """
        #expect(problem(["ZEGO_APP_ID": ""]) == words)
        #expect(problem([:], without: "ZEGO_APP_ID") == words)
        #expect(problem([:], without: "ZEGO_SERVER_SECRET") == words)
        #expect(problem(["ZEGO_SERVER_SECRET": "", "ZEGO_SERVER_SECRET_FILE": ""]) == words)
    }

    @Test(arguments: ["0", "-1", "4294967296", "12345x", "x", " 12345", "1.5", "99999999999999999999", secret])
    func anAppIDIsANumber(text: String) {
        // What stands there may be the secret: it is not repeated.
        #expect(problem(["ZEGO_APP_ID": text]) == "ZEGO_APP_ID is a number like 1234567890")
    }

    @Test func theLargestAppID() throws { #expect(try settings(["ZEGO_APP_ID": "4294967295"]).account.appID == .max) }

    @Test(arguments: ["two words", "trailing\n", "\ttab", "no\u{a0}break"])
    func aSecretHasNoSpaceInIt(text: String) {
        #expect(
            problem(["ZEGO_SERVER_SECRET": text])
                == "ZEGO_SERVER_SECRET has white space in it: it is the server secret and nothing else")
    }

    @Test(arguments: ["", "\n", "two words", "one\ntwo\n"]) func aFileHoldsTheSecretAndNothingElse(text: String) {
        let folder = TemporaryFolder()
        let path = folder.write(text, to: "secret")
        #expect(
            problem(["ZEGO_SERVER_SECRET_FILE": path])
                == "ZEGO_SERVER_SECRET_FILE: \(path) holds the server secret and nothing else")
    }

    @Test func aFileThatCannotBeReadIsNamed() {
        let folder = TemporaryFolder()
        #expect(
            problem(["ZEGO_SERVER_SECRET_FILE": folder.path("none")])
                == "ZEGO_SERVER_SECRET_FILE: cannot read \(folder.path("none")): No such file or directory")
        #expect(
            problem(["ZEGO_SERVER_SECRET_FILE": folder.path])
                == "ZEGO_SERVER_SECRET_FILE: cannot read \(folder.path): it is a folder")
        #expect(
            problem(["ZEGO_SERVER_SECRET_FILE": "secret.txt"])
                == "ZEGO_SERVER_SECRET_FILE: cannot read secret.txt: No such file or directory")
    }

    @Test func aSecretInThePlaceOfAPathIsNotRepeated() {
        let message = problem(["ZEGO_SERVER_SECRET_FILE": Self.secret])
        #expect(message?.contains(Self.secret) == false)
        #expect(message?.contains("not the secret") == true)
    }

    @Test(arguments: [
        (
            "http://rtc-api.zego.im",
            "ZEGO_BASE_URL: plain http goes to this host only (127.0.0.1): write https://rtc-api.zego.im"
        ),
        ("rtc-api.zego.im", "ZEGO_BASE_URL: it begins with https://"),
        ("https://user:secret@x", "ZEGO_BASE_URL: it is a host, without a path: https://rtc-api.zego.im"),
    ])
    func anAddressIsChecked(text: String, message: String) { #expect(problem(["ZEGO_BASE_URL": text]) == message) }

    @Test(arguments: ["yes", "maybe", "2"]) func isTestIsOneOfTwo(text: String) {
        #expect(problem(["ZEGO_IS_TEST": text]) == "ZEGO_IS_TEST is true or false")
    }

    @Test func theSecretIsReadAgain() throws {
        let folder = TemporaryFolder()
        let path = folder.write("first", to: "secret")
        #expect(throws: Never.self) { try AccountSettings.secret(fromFile: path) }
        folder.write("", to: "secret")
        #expect(throws: AccountSettings.Problem.self) { try AccountSettings.secret(fromFile: path) }
    }

    @Test func noPrintingShowsIt() throws {
        let settings = try settings([:])
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [dumped, "\(settings)", String(reflecting: settings)] { #expect(!text.contains(Self.secret)) }
    }
}
