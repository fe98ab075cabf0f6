import ControlAPI
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// What operators say over a real socket, and what they hear.
@Suite(.timeLimit(.minutes(10))) struct ControlDeskTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1_2", requestID: "42")
    private static let id = "show@20261120T120000Z"

    private func serving<Result>(
        _ show: LiveShow, _ body: (ControlClient) async throws -> Result
    ) async throws -> Result {
        try await ServedShow(show).serve { client, _ async throws in try await body(client) }
    }

    /// What is said to an operator: the answer, or the code and the words of a refusal.
    private func words(_ answer: Swift.Result<CommandAnswer, APIProblem>) -> String {
        switch answer {
        case .success(let answer): (answer.isDone ? "" : "not done: ") + answer.message
        case .failure(let problem): "\(problem.status) \(problem.code): \(problem.message)"
        }
    }

    @Test func saysWhatIsPlaying() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let nothing = try await client.status()
            #expect(nothing.now == showStart && nothing.runs.isEmpty && nothing.upcoming.isEmpty)
            #expect(!nothing.account.isHeld && nothing.logProblem == nil && nothing.quota.share == 1)
            let script = try timeline(
                "- {id: a, at: 0, text: one}\n- {id: b, at: 60s, text: two}", more: "title: \"The \\\"Show\\\" 👋\"")
            try await show.play(script, into: MemoryStore())
            await show.settle()
            let playing = try #require(try await client.status().runs.first)
            #expect(playing.run.description == Self.id && playing.state == .playing && playing.mode == .simulate)
            #expect(playing.title == "The \"Show\" 👋" && playing.planned == 2 && playing.tally[.sent] == 1)
            #expect(playing.next.map(\.name) == ["b"] && playing.next.first?.due == showStart + .seconds(60))
            #expect(playing.next.first?.texts == [CueAnswer.Text(rooms: ["a"], text: "two")])
            #expect(playing.plannedEnd == showStart + .seconds(60) && playing.ends == showStart + .seconds(60))
            await show.advance(.seconds(120))
            let end = try #require(try await client.status().runs.first)
            #expect(end.state == .ended && end.next.isEmpty && end.ends == nil)
        }
    }

    @Test func aRunWithoutEndHasNothingPlanned() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, every: 1h, from: 1h, text: one}"), into: MemoryStore())
            let run = try #require(try await client.status().runs.first)
            #expect(run.state == .waiting && run.planned == nil && run.plannedEnd == nil && run.ends == nil)
        }
    }

    @Test func carriesOutCommands() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a.b_c, at: 1h, text: one}\n- {id: z, at: 2h, text: z}"), into: store)
            func tell(_ command: Command, run: String = "current") async throws -> String {
                words(try await client.command(command, run: run))
            }
            let id = Self.id
            #expect(try await tell(.hold) == "\(id): held; \"go\" lets the show go on")
            #expect(try await tell(.hold) == "409 already_held: \(id) is held already: \"go\" lets it go on")
            #expect(try await tell(.go, run: "show") == "\(id): goes on")
            #expect(try await tell(.shift(.seconds(-30)), run: id) == "\(id): moved by -30s")
            #expect(try await tell(.skip(CueSelector("a.b_c"))) == "\(id): a.b_c is skipped, 1 delivery")
            #expect(
                try await tell(.skip(CueSelector("a.b_d")))
                    == "409 no_such_cue: the timeline has no message \"a.b_d\": did you mean \"a.b_c\"?")
            #expect(try await tell(.hold, run: "other") == "404 no_such_run: no run \"other\" is playing here")
            #expect(try await tell(.cancel) == "\(id): all that was left is cancelled")
            #expect(try await tell(.hold) == "404 no_such_run: no run is playing")
            #expect(try await tell(.hold, run: id) == "409 has_ended: \(id) has ended")
        }
        #expect(
            store.story == ["hold", "go", "shift", "skip", "cancelled a.b_c#1@a", "cancel", "cancelled z#1@a", "end"])
    }

    /// A sign that was forgotten costs cues: it is said at once.
    @Test func whatAShiftMissesIsSaid() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script =
                "- {id: a, at: 1h, rooms: [a, b], text: one}\n- {id: b, at: 1h, late: send, text: two}\n- {id: z, at: 9h, text: z}"
            try await show.play(timeline(script), into: store)
            #expect(
                words(try await client.command(.shift(.hours(-2))))
                    == "\(Self.id): moved by -2h: 2 deliveries missed, too late now; \"again\" sends a cue all the same"
            )
            #expect(words(try await client.command(.shift(.hours(1)))) == "\(Self.id): moved by 1h")
            #expect(
                words(try await client.command(.again(CueSelector("a"), notShown: false)))
                    == "\(Self.id): a goes out once more, 2 deliveries")
        }
    }

    @Test func severalRunsNeedAName() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline("- {id: a, at: 1h, text: one}")
            try await show.play(script, into: MemoryStore())
            try await show.play(script, start: showStart + .hours(1), into: MemoryStore())
            let other = "show@20261120T130000Z"
            #expect(
                words(try await client.command(.hold))
                    == "409 several_runs: several runs are playing, name one: \(Self.id), \(other); panic holds all of them at once"
            )
            #expect(
                words(try await client.command(.hold, run: "show"))
                    == "409 several_runs: several runs of \"show\" are playing, name one: \(Self.id), \(other); panic holds all of them at once"
            )
            #expect(words(try await client.command(.hold, run: other)) == "\(other): held; \"go\" lets the show go on")
        }
    }

    /// Nothing that is said to a show before it is loaded could be kept.
    @Test func aShowThatWaitsForItsTimeIsSeenAndTakesNoCommands() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline("- {id: a, at: 5s, text: one}")
            await show.driver.setUpcoming([UpcomingShow(timeline: script, start: showStart + .hours(1))])
            #expect(try await client.status().upcoming.map(\.timeline) == ["show"])
            let cues = try await client.cues(of: "show", most: 5).get()
            #expect(cues.cues.map(\.name) == ["a"] && cues.cues[0].due == showStart + .hours(1) + .seconds(5))
            let refusal = """
                409 not_started: show starts at 2026-11-20T13:00:00.000Z, in 1h: it takes commands from a few seconds \
                before that on
                """
            #expect(words(try await client.command(.hold, run: "show")) == refusal)
            #expect(words(try await client.command(.hold)) == refusal)
        }
    }

    @Test func sendsACueAheadOfItsTimeAndOnceMore() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a, at: 1h, text: one}\n- {id: z, at: 2h, text: z}"), into: store)
            let id = Self.id
            #expect(words(try await client.command(.fire(CueSelector("a")))) == "\(id): a goes out now, 1 delivery")
            await show.settle()
            #expect(
                words(try await client.command(.fire(CueSelector("a"))))
                    == "409 nothing_to_fire: nothing of \"a\" is left to be sent: what was not shown of it goes out with \"again a\""
            )
            #expect(
                words(try await client.command(.again(CueSelector("a"), notShown: true)))
                    == "409 nothing_to_repeat: nothing of \"a\" has ended without being shown")
            #expect(
                words(try await client.command(.skip(CueSelector("z", room: "a"))))
                    == "\(id): z@a is skipped, 1 delivery")
        }
        #expect(store.story == ["fire", "attempt a#1@a", "sent a#1@a", "skip", "cancelled z#1@a"])
    }

    @Test func showsWhatIsNext() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline(
                "- {id: a, at: 1h, rooms: [a, b], text: \"{{ room.id }} 👋\"}\n- {id: z, at: 2h, hold: true, text: z}",
                more: "timezone: Asia/Shanghai")
            try await show.play(script, into: MemoryStore())
            let next = try await client.cues(of: "show", most: 5).get()
            #expect(next.cues.map(\.name) == ["a", "z"] && next.timezone == "Asia/Shanghai" && next.more == nil)
            #expect(next.cues[0].texts.map(\.text) == ["a 👋", "b 👋"])
            #expect(next.cues[0].due == showStart + .hours(1) && next.now == showStart)
            #expect(next.cues.map(\.isHeldBefore) == [false, true])
            #expect(try await client.cues(of: "current", most: 1).get().more == "z")
            let other = try await client.cues(of: "other", most: 1)
            #expect(throws: APIProblem.self) { try other.get() }
        }
    }

    /// Two operators press GO for one hold at the same time, over two sockets.
    @Test func oneHoldIsEndedOnce() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a, at: 0, hold: true, text: one}\n- {id: b, at: 1s, hold: true, text: b}"),
                into: MemoryStore())
            await show.settle()
            let held = try #require(try await client.status().runs.first)
            #expect(held.hold?.name == "a" && held.hold?.before == "a")
            let other = ControlClient(socket: client.socket)
            async let first = client.command(.goFrom(hold: "a"), from: CommandOrigin(id: "1", by: "anna"))
            async let second = other.command(.goFrom(hold: "a"), from: CommandOrigin(id: "2", by: "ben"))
            let answers = try await [first.get(), second.get()]
            #expect(answers.map(\.isDone).sorted { $0 && !$1 } == [true, false])
            let loser = try #require(answers.first { !$0.isDone }).message
            #expect(loser.contains("that was done already, at 2026-11-20T12:00:0"))
            #expect(loser.hasSuffix(answers[0].message == loser ? "by ben" : "by anna"))
        }
    }

    @Test func panicHoldsWhateverPlays() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            let origin = CommandOrigin(id: "p", by: "anna")
            #expect(words(try await client.panic(from: origin)) == "held: \(Self.id); \"go\" lets each go on")
            #expect(
                words(try await client.panic(from: origin))
                    == "not done: nothing was playing that was not held already")
            let run = try #require(try await client.status().runs.first)
            #expect(run.state == .held && run.hold?.by == "anna" && run.hold?.name == "2026-11-20T12:00:00.000Z")
        }
    }

    @Test func stoppingGivesWhatIsOnItsWayItsGrace() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
            try await show.transport.sent.reach(1)
            #expect(words(try await client.command(.stop)).contains("stopped; the same command goes on with it"))
            await show.advance(.milliseconds(2999))
            #expect(store.story == ["attempt a#1@a", "shutdown"])
            await show.advance(.milliseconds(1))
            #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        }
    }

    @Test func aValueIsLookedAtBeforeItIsGiven() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline(
                "- {id: a, at: 5s, text: \"{{ winner }} & co\"}\n- {id: z, at: 1h, text: z}",
                more: "inputs: {winner: {prompt: Who won?, max: 20}}")
            try await show.play(script, into: MemoryStore())
            await show.advance(.seconds(10))
            let held = try #require(try await client.status().runs.first)
            #expect(held.hold?.before == "a" && held.hold?.input == "winner")
            #expect(
                held.inputs
                    == [InputStatus(name: "winner", prompt: "Who won?", max: 20, value: nil, neededBy: "a")])
            let cue = try #require(held.next.first)
            #expect(cue.state == .held && cue.missingInput == "winner")
            #expect(cue.texts == [CueAnswer.Text(rooms: ["a"], text: "‹winner› & co", bytes: 25)])
            let check = SetCall(name: "winner", value: " 小明 ", isCheck: true)
            let checked = try (try await client.set(check)).get()
            #expect(!checked.isDone && checked.message == "\(Self.id): winner would be \"小明\"")
            #expect(checked.texts?.map(\.text.text) == ["小明 & co"] && checked.texts?.first?.cue == "a")
            #expect(try await client.status().runs.first?.state == .held)
            let refused = words(try await client.set(SetCall(name: "winner", value: "123456789012345678901")))
            #expect(refused.hasSuffix("winner has at most 20 bytes, and this is 21"))
            let set = try (try await client.set(SetCall(name: "winner", value: "小明"))).get()
            #expect(set.isDone && set.message == "\(Self.id): winner is \"小明\"" && set.texts == checked.texts)
            await show.settle()
            #expect(try await client.status().runs.first?.tally[.sent] == 1)
            #expect(words(try await client.set(SetCall(name: "winner", value: "Ann"))).hasPrefix("409 input_used"))
        }
    }
}
