import ShowTime
import Testing

@testable import Timelines

/// YAML's guesses at types never apply outside of `vars`.
@Suite struct PlainTextTests {
    @Test(arguments: [
        "0123", "no", "yes", "on", "off", "true", "null", "~", "1.50", "1e3", "0x1F", "12:30", "2026-11-20", "1_000",
        ".inf", "<<", "=",
    ])
    func aTextIsTheTextThatWasWritten(text: String) throws {
        #expect(try timeline(yaml("- {at: 1s, text: \(text)}")).contents == [text])
    }

    @Test(arguments: ["0123", "no", "1.50", "1e3", "null", "true"])
    func namesAndIDsAreTheTextThatWasWritten(text: String) throws {
        let timeline = try timeline(
            """
            timeline: t1
            title: \(text)
            sender: {id: \(text), name: \(text)}
            rooms: {\(text): {id: \(text)}}
            messages:
            - {id: \(text), at: 12s, rooms: \(text), text: "{{ title }} {{ room.id }} {{ room.name }} {{ message }}"}
            """)
        #expect(timeline.contents == ["\(text) \(text) \(text) \(text)"])
        #expect(timeline.senders == [Sender(id: text, name: text)])
        #expect(timeline.messages.map(\.id) == [text])
    }

    @Test func aTimelineMayBeNamedLikeANumber() throws {
        #expect(
            try timeline(yaml("- {at: 1s, text: x}").replacing("timeline: test", with: "timeline: 0123")).name
                == "0123")
    }

    /// YAML 1.1 would read 12:30 as 750.
    @Test func aTimeIsNotASexagesimalNumber() throws {
        let timeline = try timeline(yaml("- {at: 12:30, text: x}\n- {at: 1:02:03, text: x}\n- {at: 0, text: x}"))
        #expect(timeline.messages.map(\.schedule.first) == [.seconds(750), .seconds(3723), .zero])
    }
}
