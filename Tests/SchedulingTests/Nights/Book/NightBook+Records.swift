import RunLog
import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// What the log and the commands say has happened.
extension NightBook {
    /// Rebuilds the book from the log after a crash: what did not get into the log was neither commanded nor attempted. Returns
    /// what is wrong with the time in the log.
    mutating func recover(from log: MemoryLog, boot: String, at now: Moment) -> String? {
        returned = [:]
        var hasBegun = false
        shift = .zero
        isHeld = false
        heldBefore = nil
        holdsPassed = []
        inputs = [:]
        usedInputs = []
        endedParts = [:]
        skips = []
        fired = []
        endings = [:]
        isCancelled = false
        isStopped = false
        firstDue = [:]
        ended = []
        begunAs = [:]
        heldSince = [:]
        refused = []
        operatorHeldAt = nil
        heldShift = .zero
        var renames: [[String: String]] = []
        let records = log.records
        let isRestored = records.contains(where: \.isRestoration)
        /// All names of a delivery up to now: a restored log has its results behind all reloads, under the names that they had.
        func names(of key: Key) -> [Key] {
            guard isRestored else { return [key] }
            return renames.reduce(into: [key]) { names, renamed in
                let last = names[names.count - 1]
                if renamed[last.message] != nil { names.append(last.renamed(renamed)) }
            }
        }
        lastTime = records.filter { !$0.isRestoration }.map(\.time).max()
        for record in records {
            switch record {
            case .control(let control):
                if case .reload(let reload) = control.action {
                    renames.append(reload.renamed)
                    rename(reload.renamed, isLive: false)
                    heldBefore = nil
                } else if control.action != ControlRecord.Action.shutdown {
                    _ = note(control)
                }
            case .attempt(let attempt):
                let names = names(of: Key(attempt))
                for key in names { firstDue[key] = firstDue[key] ?? attempt.due }
                if names.count > 1 { begunAs[names[names.count - 1], default: []] += names.dropLast() }
                usedInputs.formUnion(attempt.inputs)
            case .result(let result):
                guard result.outcome.isFinal else { continue }
                for occurrence in result.occurrences {
                    for key in names(of: Key(message: result.messageID, occurrence: occurrence, room: result.roomID)) {
                        markEnded(key)
                        noteEnd(of: key, result)
                        // A log that was written again does not have the attempts of ended parts any more, but their results
                        // say when they were due.
                        if result.part != nil { firstDue[key] = firstDue[key] ?? result.due }
                    }
                }
            case .run, .end: break
            }
            if isHeld || heldBefore != nil || !fired.isEmpty || record.time >= begin { hasBegun = true }
        }
        reloads.removeLast(reloads.count - renames.count)
        expander.give(inputs)
        let problem = clock.recover(from: log.records, boot: boot, hasBegun: hasBegun, at: now)
        judgedFrom = time(at: now)
        return problem
    }

    /// Returns what is wrong with a control record.
    mutating func note(_ control: ControlRecord) -> String? {
        switch control.action {
        case .hold, .holdBefore, .go, .shift, .skip, .unskip, .fire, .again, .set, .unset, .reload, .cancel, .shutdown:
            judgedFrom = control.time
        case .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK, .clockStep, .salvaged, .logRestored:
            break
        }
        switch control.action {
        case .hold:
            isHeld = true
            operatorHeldAt = control.time
        case .holdBefore(let message, let due, let inputs, let needsGo):
            defer {
                heldBefore = (message, due)
                heldShift = .zero
                self.needsGo = needsGo
            }
            if isHeld || heldBefore != nil { return "holds before \(message) although it is held" }
            if inputs != (needsGo && !isForAnybody(message) ? [] : missingInputs(of: message)) {
                return "holds before \(message) for \(inputs)"
            }
            if !needsGo { return inputs.isEmpty ? "holds before \(message) for nothing" : nil }
            guard messages[message]?.holds == true else { return "holds before \(message), which says nothing of it" }
            if holdsPassed.contains(message) { return "holds before \(message) again" }
        case .go(let held, let total):
            // What an operator sends waits for no hold.
            if isHeld {
                for (key, ended) in endedParts where !fired.contains(key) {
                    endedParts[key] = (ended.part, ended.time + held)
                }
                for key in firstDue.keys where !fired.contains(key) { heldSince[key, default: .zero] += held }
            }
            isHeld = false
            if let heldBefore, needsGo { holdsPassed.insert(heldBefore.message) }
            heldBefore = nil
            operatorHeldAt = nil
            shift += held
            if total != shift { return "is moved by \(total.inSeconds) s in all, not by \(shift.inSeconds)" }
        case .shift(let by, let total):
            shift += by
            heldShift += by
            if let (message, due) = heldBefore { heldBefore = (message, due + by) }
            if total != shift { return "is moved by \(total.inSeconds) s in all, not by \(shift.inSeconds)" }
        case .skip(let cue): skips.insert(cue)
        case .unskip(let cue, let first): bringBack(cue, from: first)
        case .fire(let firing): return fire(firing, at: control.time)
        case .again(let firing): return sendAgain(firing, at: control.time)
        case .set(let name, let value): return set(name, to: value)
        case .unset(let name, _):
            inputs[name] = nil
            usedInputs.remove(name)
            expander.give(inputs)
        case .logRestored(_, let inputs): usedInputs.formUnion(inputs)
        case .cancel: isCancelled = true
        case .shutdown: isStopped = true
        // After a reload the show comes again to the point at which the script held it.
        case .reload(let reload): note(reload, at: control.time)
        case .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK, .clockStep, .salvaged: break
        }
        return nil
    }
}

extension Record {
    fileprivate var isRestoration: Bool {
        if case .control(let control) = self, case .logRestored = control.action { true } else { false }
    }
}
