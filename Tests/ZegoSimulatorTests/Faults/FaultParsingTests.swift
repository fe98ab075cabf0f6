import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct FaultParsingTests {
    @Test(arguments: [
        ("hang", Fault(.hang)),
        ("reset", Fault(.reset)),
        ("refuse", Fault(.refuse)),
        ("slow", Fault(.slow)),
        ("garbage", Fault(.garbage)),
        ("http500", Fault(.http500)),
        ("206", Fault(.code(206))),
        ("100000005", Fault(.code(100_000_005))),
        ("hang=0.01", Fault(.hang, share: 0.01)),
        ("hang=.5", Fault(.hang, share: 0.5)),
        ("hang=1", Fault(.hang)),
        ("104:124", Fault(.code(104), room: "124")),
        ("206@30s..40s=0.2", Fault(.code(206), from: .seconds(30), to: .seconds(40), share: 0.2)),
        ("206@30s", Fault(.code(206), from: .seconds(30))),
        ("206@0", Fault(.code(206), from: .zero)),
        ("206@-10m..-1m", Fault(.code(206), from: .minutes(-10), to: .minutes(-1))),
        ("slow@00:30..01:00", Fault(.slow, from: .seconds(30), to: .seconds(60))),
        ("slow@0.5s..1.5s", Fault(.slow, from: .milliseconds(500), to: .milliseconds(1500))),
        ("refuse@1m..2m", Fault(.refuse, from: .minutes(1), to: .minutes(2))),
        ("refuse=1", Fault(.refuse)),
        ("reset:stage@1h..1h30m=0.5", Fault(.reset, room: "stage", from: .hours(1), to: .minutes(90), share: 0.5)),
        // Rooms with the grammar's own signs in them.
        ("206:team@home", Fault(.code(206), room: "team@home")),
        ("206:a=b", Fault(.code(206), room: "a=b")),
        ("206:a=b@5s", Fault(.code(206), room: "a=b", from: .seconds(5))),
        ("206:a@b=0.5", Fault(.code(206), room: "a@b", share: 0.5)),
        ("206:a.b..c", Fault(.code(206), room: "a.b..c")),
        ("206:@@=x@=y", Fault(.code(206), room: "@@=x@=y")),
        ("206:team@5s@0s", Fault(.code(206), room: "team@5s", from: .zero)),
        ("206:a=1=1", Fault(.code(206), room: "a=1")),
        ("206:YWI==1", Fault(.code(206), room: "YWI=")),
        ("206:a=1@5s=1", Fault(.code(206), room: "a=1", from: .seconds(5))),
    ])
    func reads(text: String, fault: Fault) throws {
        #expect(try Fault(text) == fault)
    }

    @Test(arguments: ["", "hung", "0", "2147483648", "-1"]) func beginsWithAKind(text: String) {
        let message =
            "\"\(text)\" does not begin with a kind of fault: "
            + "write hang, reset, refuse, slow, garbage, http500 or a return code other than 0"
        #expect(throws: FaultSyntaxError(message)) { try Fault(text) }
    }

    @Test(
        arguments: ["", "0", "1.1", "20%", "-0.1", "1e-3", "nan", "."].map { ("hang", $0) }
            + ["", "2"].map { ("104:124", $0) })
    func aShareIsAPositiveNumberUpToOne(beginning: String, share: String) {
        let text = "\(beginning)=\(share)"
        let message = "\"\(text)\": \"\(share)\" is not a share: write a number above 0 and up to 1, such as 0.2"
        #expect(throws: FaultSyntaxError(message)) { try Fault(text) }
    }

    /// Each with the rest of its message.
    @Test(arguments: [
        ("206=0.2@30s", ": the share comes last: write KIND:ROOM@FROM..TO=SHARE"),
        ("104:124=0.2@30s", ": the share comes last: write KIND:ROOM@FROM..TO=SHARE"),
        ("206@30", #": "30" has no unit: write 30ms, 30s, 30m, 30h or 30d"#),
        ("104:124@30", #": "30" has no unit: write 30ms, 30s, 30m, 30h or 30d"#),
        ("206@40s..30s", " ends before it begins: write the earlier time first, such as 30s..40s"),
        ("206@30s..30s", " ends before it begins: write the earlier time first, such as 30s..40s"),
        (
            "206:a@2024@0s..9s=0.1=0.25",
            #": "9s=0.1" is not a time: write 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss)"#
        ),
        ("206@@30s", " has a second @: write 206@FROM..TO"),
        ("104:", " names no room: write 104:ROOM"),
        ("104:=0.5", " names no room: write 104:ROOM"),
        ("104:@30s", " names no room: write 104:ROOM"),
        (
            "104:a b",
            #": no RoomId reads "a b": it has letters, digits and signs but no :, / or space, and at most 127 bytes"#
        ),
        (
            "104:a:b",
            #": no RoomId reads "a:b": it has letters, digits and signs but no :, / or space, and at most 127 bytes"#
        ),
        ("refuse:124", ": a server that refuses does so for everyone: write refuse@FROM..TO"),
        ("refuse=0.5", ": a server that refuses does so for everyone: write refuse@FROM..TO"),
    ])
    func saysWhatWouldBeRight(text: String, message: String) {
        #expect(throws: FaultSyntaxError("\"\(text)\"\(message)")) { try Fault(text) }
    }

    @Test(arguments: ["206@", "206@..40s", "206@30s..", "206@soon", "206@1s..2s..3s", "104:124@", "104:124@..40s"])
    func passesOnTheProblemOfATime(text: String) throws {
        let error = try #require(throws: FaultSyntaxError.self) { try Fault(text) }
        #expect(error.message.contains("is not a time: write 90s, 1h30m"))
    }
}
