import ControlAPI
import Scheduling
import ShowTime
import Testing

@testable import ShowcallerCLI

/// What keys do, and when they do nothing.
struct WatchSessionTests {
    private var id: String { WatchedNight.run.description }

    private func press(_ text: String, _ session: inout WatchSession, at time: Uptime = .milliseconds(5000))
        -> [WatchSession.Effect]
    {
        text.flatMap { session.press($0 == "⏎" ? .enter : .character($0), at: time) }
    }

    @Test func goNamesTheHoldThatIsSeen() {
        var session = WatchedNight.session(WatchedNight.held)
        #expect(press(" ", &session) == [.perform(.goFrom(hold: "winner"), run: id)])
        // A finger that bounces.
        #expect(press(" ", &session, at: .milliseconds(5500)) == [])
        #expect(session.note?.isBad == true)
        #expect(press(" ", &session, at: .milliseconds(5700)) == [.perform(.goFrom(hold: "winner"), run: id)])
        var playing = WatchedNight.session()
        #expect(press(" ", &playing) == [])
        #expect(playing.note?.text == "nothing is held")
    }

    @Test func aGoThatNeedsAValueAsksForIt() {
        var session = WatchedNight.session {
            WatchedNight.held(&$0)
            $0.runs[0].hold?.input = "winner"
        }
        #expect(press(" ", &session) == [])
        #expect(session.field?.input == "winner")
    }

    @Test func holdSkipAndWhatWasChosen() {
        var session = WatchedNight.session()
        #expect(press("h", &session) == [.perform(.hold, run: id)])
        #expect(press("S", &session) == [.perform(.skip(CueSelector("countdown", occurrence: 3)), run: id)])
        // The first of the list is on its way already.
        for key in [WatchKey.down, .down, .down, .up] { _ = session.press(key, at: .milliseconds(5000)) }
        #expect(session.chosen == "countdown#3")
        _ = session.press(.down, at: .milliseconds(5000))
        #expect(press("s", &session) == [.perform(.skip(CueSelector("winner")), run: id)])
        #expect(press("u", &session) == [.perform(.unskip(CueSelector("winner")), run: id)])
        for _ in 0..<5 { _ = session.press(.up, at: .milliseconds(5000)) }
        #expect(session.chosen == nil)
    }

    @Test func aCueThatHasJustChangedIsNotSkipped() {
        var session = WatchedNight.session()
        var status = WatchedNight.status
        status.runs[0].next.removeFirst(2)
        _ = session.take(WatchedNight.state(status), at: .milliseconds(5000))
        #expect(press("s", &session, at: .milliseconds(5300)) == [])
        #expect(press("s", &session, at: .milliseconds(5500)) == [.perform(.skip(CueSelector("winner")), run: id)])
    }

    @Test func aValueIsShownBeforeItIsSet() {
        var session = WatchedNight.session()
        var check = SetCall(name: "winner", value: "小明")
        let set = check
        check.isCheck = true
        #expect(press("=小明x", &session) == [])
        _ = session.press(.backspace, at: .zero)
        #expect(press("⏎", &session) == [.set(check, run: id)])
        // What is typed ahead is not meant for what is to be seen.
        #expect(press("⏎⏎hq ", &session) == [])
        _ = session.take(.done(CommandAnswer(isDone: false, "would be")), at: .zero)
        #expect(press("⏎", &session) == [.set(set, run: id)])
        _ = session.take(.done(CommandAnswer(isDone: true, "winner is \"小明\"")), at: .zero)
        #expect(session.field == nil && session.note?.text == "winner is \"小明\"")
    }

    @Test func aRefusedValueStaysToBeMended() {
        var session = WatchedNight.session()
        _ = press("=x⏎", &session)
        _ = session.take(.refused("it is too long"), at: .zero)
        #expect(session.field?.problem == "it is too long" && session.field?.text == "x")
        _ = session.press(.escape, at: .zero)
        #expect(session.field == nil)
        // Esc in a field is no half of a panic.
        #expect(session.press(.escape, at: .zero) == [])
    }

    @Test func noKeyCommandsWhileSomebodyTypesOrPastes() {
        var session = WatchedNight.session()
        #expect(session.press(.pasted("hs q"), at: .zero) == [])
        _ = press("=", &session)
        #expect(press("hs q", &session) == [])
        #expect(session.press(.pasted("a\nb"), at: .zero) == [])
        #expect(session.field?.text == "hs qab")
        #expect(session.press(.control("c"), at: .zero) == [.quit])
    }

    @Test func escTwiceHoldsEverything() {
        var session = WatchedNight.session()
        #expect(session.press(.escape, at: .milliseconds(1000)) == [])
        #expect(session.press(.escape, at: .milliseconds(3500)) == [])
        #expect(session.press(.escape, at: .milliseconds(4000)) == [.panic])
        #expect(session.press(.escape, at: .milliseconds(4100)) == [])
        #expect(press("1", &session, at: .milliseconds(4200)) == [])
        #expect(session.press(.escape, at: .milliseconds(4300)) == [])
    }

    @Test func nothingIsSentWhileTheConnectionIsLost() {
        var session = WatchedNight.session(WatchedNight.held)
        session.lost(at: .milliseconds(4000), isGone: false)
        #expect(session.connection == .lost(since: WatchedNight.start + .seconds(619), isGone: false))
        session.lost(at: .milliseconds(4100), isGone: true)
        #expect(session.connection == .lost(since: WatchedNight.start + .seconds(619), isGone: true))
        #expect(press(" hs", &session) == [])
        _ = session.press(.escape, at: .milliseconds(5000))
        #expect(session.press(.escape, at: .milliseconds(5001)) == [])
        _ = session.take(WatchedNight.state(WatchedNight.status), at: .milliseconds(6000))
        #expect(session.connection == .live)
    }

    @Test func withoutATerminalToTypeOnThereAreNoKeys() {
        var session = WatchSession(canCommand: false)
        _ = session.take(WatchedNight.state(WatchedNight.status), at: .zero)
        #expect(press(" hs=", &session) == [])
        #expect(session.field == nil)
        #expect(press("q", &session) == [.quit])
    }

    @Test func theRunThatMattersIsShownUnlessAnotherIsChosen() {
        let other = RunID(timeline: "another", start: WatchedNight.start)
        var session = WatchedNight.session {
            $0.runs[0].state = .ended
            var run = $0.runs[0]
            run.run = other
            run.state = .playing
            $0.runs.append(run)
        }
        #expect(session.status.flatMap { session.run(in: $0) }?.run == other)
        _ = press("1", &session)
        #expect(session.status.flatMap { session.run(in: $0) }?.run == WatchedNight.run)
        #expect(press("h", &session) == [])
        #expect(session.note?.text == "\(id) is over")
    }
}
