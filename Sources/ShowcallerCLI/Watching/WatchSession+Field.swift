import ControlAPI
import Scheduling
import ShowTime

/// The field in which the value of an input is typed.
extension WatchSession {
    /// The inputs that can still be given a value: first the one that the show waits for, then those without a value, then the
    /// others, each in the order in which they are needed.
    private func open(_ run: RunAnswer) -> [InputStatus] {
        let open = run.inputs.filter { !$0.isUsed }
        let order = run.next.map(\.name)
        func rank(_ input: InputStatus) -> Int {
            if input.name == run.hold?.input { return -1 }
            let isMissing = input.value == nil
            return (isMissing ? 0 : 1000) + (input.neededBy.flatMap { order.firstIndex(of: $0) } ?? 500)
        }
        return open.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }

    mutating func openField(_ run: RunAnswer) {
        guard let input = open(run).first else {
            say(run.inputs.isEmpty ? "this show has no inputs" : "every input has gone out", isBad: true)
            return
        }
        field = Field(run: run.run, input: input.name)
        note = nil
    }

    mutating func write(_ key: WatchKey) -> [Effect] {
        guard var field else { return [] }
        defer { if self.field != nil { self.field = field } }
        if key == .escape {
            self.field = nil
            return []
        }
        // Keys that are typed before the answer is on the screen are not meant for it.
        guard field.step != .asking, field.step != .setting else { return [] }
        let run = field.run.description
        if case .agreeing = field.step, key == .enter {
            guard connection == .live else {
                field.problem = "the connection is lost: nothing was sent"
                return []
            }
            field.step = .setting
            return [.set(SetCall(name: field.input, value: field.text), run: run)]
        }
        field.step = .typing
        field.problem = nil
        switch key {
        case .character(let character): field.text.append(character)
        case .pasted(let text): field.text += text.filter { !$0.isNewline }
        case .backspace: if !field.text.isEmpty { field.text.removeLast() }
        case .control("u"): field.text = ""
        case .tab:
            guard let status, let of = status.runs.first(where: { $0.run == field.run }) else { break }
            let names = open(of).map(\.name)
            let place = names.firstIndex(of: field.input) ?? -1
            if !names.isEmpty { field = Field(run: field.run, input: names[(place + 1) % names.count]) }
        case .enter:
            guard connection == .live else {
                field.problem = "the connection is lost: nothing was sent"
                break
            }
            field.step = .asking
            return [.set(SetCall(name: field.input, value: field.text, isCheck: true), run: run)]
        case .control, .escape, .up, .down: break
        }
        return []
    }
}
