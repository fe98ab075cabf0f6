import ShowTime
import Testing

@testable import Timelines

@Suite struct TimelineFileTests {
    private static let launchNight = """
        timeline: launch-night                 # required
        title: Nova launch night
        start: 2026-11-20T20:00:00+08:00
        timezone: Asia/Shanghai
        sender: {id: nova-host, name: Nova Live}
        vars: {product: Nova, price: 1999}
        rooms:
          stage: {id: "123", vars: {lang: en}}
          stage-zh: {id: "124", vars: {lang: zh}}
          everyone: [stage, stage-zh]
        defaults: {rooms: everyone, category: system, late: skip, max_late: 30s, overflow: error}
        messages:
          - id: doors
            at: -10m
            text: "{{ title }} starts in ten minutes"
          - id: welcome
            at: 00:00
            rooms: [stage]
            category: chat
            text: |
              Welcome to {{ product }}!
          - id: countdown
            every: 1m
            from: -5m
            until: -1m
            text: "{{ -offset // 60 }} …"
          - id: offer
            at: 30s
            sender: {id: nova-shop}
            vars: {code: NOVA20}
            late: send
            max_late: 1h
            on_unknown: resend
            text: "{{ product }} for {{ price }} with {{ code }} ({{ lang }}, {{ due | strftime('%H:%M:%S') }})"
        """

    @Test func readsAWholeTimeline() throws {
        let timeline = try timeline(Self.launchNight)
        #expect(timeline.name == "launch-night")
        #expect(timeline.title == "Nova launch night")
        #expect(timeline.start?.rfc3339 == "2026-11-20T12:00:00.000Z")
        #expect(timeline.zone.name == "Asia/Shanghai")
        #expect(timeline.rooms.map(\.name) == ["stage", "stage-zh"])
        #expect(timeline.rooms.map(\.id) == ["123", "124"])
        #expect(timeline.messages.map(\.id) == ["doors", "welcome", "countdown", "offer"])
        #expect(timeline.messages.map { timeline.rooms(of: $0) } == [[0, 1], [0], [0, 1], [0, 1]])
        #expect(timeline.messages.map(\.category) == [.system, .chat, .system, .system])
        #expect(
            timeline.messages.map { timeline.senders[$0.sender] } == [
                Sender(id: "nova-host", name: "Nova Live"), Sender(id: "nova-host", name: "Nova Live"),
                Sender(id: "nova-host", name: "Nova Live"), Sender(id: "nova-shop"),
            ])
        #expect(
            timeline.messages.map(\.schedule) == [
                Schedule(at: .minutes(-10)), Schedule(at: .zero),
                Schedule(from: .minutes(-5), every: .minutes(1), count: 5), Schedule(at: .seconds(30)),
            ])
        #expect(timeline.plannedDeliveries == 15)
        #expect(timeline.end == .seconds(3630))
        #expect(timeline.firstOffset == .minutes(-10))
    }

    @Test func expandsEveryDelivery() throws {
        #expect(
            try timeline(Self.launchNight).deliveries == [
                "doors#1@123 Nova launch night starts in ten minutes",
                "doors#1@124 Nova launch night starts in ten minutes",
                "welcome#1@123 Welcome to Nova!",
                "countdown#1@123 5 …", "countdown#1@124 5 …", "countdown#2@123 4 …", "countdown#2@124 4 …",
                "countdown#3@123 3 …", "countdown#3@124 3 …", "countdown#4@123 2 …", "countdown#4@124 2 …",
                "countdown#5@123 1 …", "countdown#5@124 1 …",
                "offer#1@123 Nova for 1999 with NOVA20 (en, 20:00:30)",
                "offer#1@124 Nova for 1999 with NOVA20 (zh, 20:00:30)",
            ])
    }

    @Test func hasDefaultsForWhatIsNotSaid() throws {
        let timeline = try timeline(
            "timeline: t\nsender: {id: host}\nmessages:\n- {at: 1s, rooms: lobby, text: \"{{ title }}\"}\n")
        #expect(timeline.title == "t")
        #expect(timeline.start == nil)
        #expect(timeline.zone == .utc)
        #expect(timeline.contents == ["t"])
        let message = try #require(timeline.messages.first)
        #expect(message.category == .system)
        #expect(message.policy == DeliveryPolicy())
        #expect(message.policy.late == .skip)
        #expect(message.policy.maxLate == .seconds(30))
        #expect(message.policy.overflow == .error)
        #expect(message.policy.onUnknown == .leave)
    }

    @Test func aMessageBeatsTheDefaults() throws {
        let timeline = try timeline(
            """
            timeline: t
            sender: {id: host}
            defaults: {rooms: [a, b], category: chat, late: send, max_late: 5m, on_unknown: resend}
            messages:
            - {id: m1, at: 1s, text: x}
            - {id: m2, at: 1s, text: x, category: system, late: skip, max_late: 0, on_unknown: leave, rooms: c}
            - {id: m3, at: 1s, text: x, max_late: 250ms}
            """)
        let policies = timeline.messages.map(\.policy)
        #expect(policies.map(\.late) == [.send, .skip, .send])
        #expect(policies.map(\.maxLate) == [.minutes(5), .zero, .milliseconds(250)])
        #expect(policies.map(\.onUnknown) == [.resend, .leave, .resend])
        #expect(timeline.messages.map(\.category) == [.chat, .system, .chat])
        #expect(
            timeline.messages.map { timeline.rooms(of: $0).map { timeline.rooms[$0].id } } == [
                ["a", "b"], ["c"], ["a", "b"],
            ])
    }

    @Test(arguments: [
        ("2026-11-20 20:00", "Asia/Shanghai", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20 20:00", "UTC", "2026-11-20T20:00:00.000Z"),
        ("2026-11-20T20:00:00+08:00", "Europe/Berlin", "2026-11-20T12:00:00.000Z"),
        ("\"2026-11-20 20:00:00.250\"", "America/New_York", "2026-11-21T01:00:00.250Z"),
    ])
    func aLocalStartIsOneOfTheZone(start: String, zone: String, instant: String) throws {
        // The zone is the zone wherever it stands.
        for lines in ["start: \(start)\ntimezone: \(zone)", "timezone: \(zone)\nstart: \(start)"] {
            let timeline = try timeline(yaml("- {at: 0, text: x}", lines))
            #expect(timeline.start?.rfc3339 == instant)
        }
    }

    @Test func knowsItsNameWhateverElseIsWrong() {
        #expect(load("timeline: show\nmessages: 5\n").name?.text == "show")
        #expect(load("timeline: show\nmessages: 5\n").isTimeline)
        #expect(load("messages: []\n").name == nil)
        #expect(!load("vars: {a: b}\n").isTimeline)
        #expect(!load("").isTimeline)
        #expect(!load("timeline: [").isTimeline)
        #expect(load("timeline: [x]\n").isTimeline)
        // So that a folder does not take it for a file to be included.
        #expect(load("timelin: show\n").isTimeline)
    }

    @Test func readsJSONToo() throws {
        let json = """
            {"timeline": "t", "sender": {"id": "host"}, "defaults": {"rooms": ["a"]},
             "vars": {"n": 1.50, "on": true, "off": false, "text": "1.50"},
             "messages": [{"id": "m", "at": "1s", "text": "{{ n }} {{ on }} {{ off }} {{ text }}"}]}
            """
        #expect(try timeline(json).deliveries == ["m#1@a 1.5 True False 1.50"])
    }
}
