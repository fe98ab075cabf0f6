import ShowTime

extension SheetImport {
    mutating func chooseTimes(_ all: [SheetTime]) {
        if let times = options.times {
            self.times = times
            return
        }
        let header = columns.header(of: .time).map(headerWords) ?? ""
        let hasOffset = all.contains { if case .offset = $0 { true } else { false } }
        let hasEither = all.contains { if case .either = $0 { true } else { false } }
        let hasClock = all.contains { if case .clock = $0 { true } else if case .instant = $0 { true } else { false } }
        if SheetRole.offsetHeaders.contains(header) {
            times = .offset
        } else if SheetRole.clockHeaders.contains(header) || columns[.date] != nil {
            times = .clock
        } else if hasOffset != hasClock {
            times = hasOffset ? .offset : .clock
        } else {
            // Where the first time is zero, times are counted from the start. A show that begins at 20:05 has times of day.
            if case .either(let offset, _) = all[0], offset == .zero { times = .offset } else { times = .clock }
            areTimesGuessed = hasEither
        }
    }

    mutating func setTimes(of entries: [Entry], in draft: inout TimelineDraft) {
        var calendar = SheetCalendar()
        /// The offset of each entry in their order, nil for those on the calendar.
        var offsets: [Interval?] = []
        for entry in entries {
            var offset: Interval?
            switch entry.time {
            case .offset(let interval): offset = interval
            case .clock(let clock): calendar.add(clock: clock, on: entry.date)
            case .instant(.local(let civil)): calendar.add(civil)
            case .instant(.instant(let instant)): calendar.add(civil(instant))
            case .either(_, let clock) where times == .clock: calendar.add(clock: clock, on: entry.date)
            case .either(let interval, _): offset = interval
            }
            offsets.append(offset)
        }
        let start = setStart(of: &calendar, in: &draft)
        var times = calendar.times.makeIterator()
        for (entry, offset) in zip(entries, offsets) {
            var messages = entry.messages
            guard let at = offset ?? times.next().map(start.offset(of:)), max(at, -at) <= Interval.longest else {
                leaveOut("this is more than ten years from the start", at: entry.place)
                continue
            }
            for index in messages.indices { messages[index].at = at }
            draft.messages += messages
            placed += 1
        }
    }

    /// The start that offsets are counted from.
    private struct Start {
        var time: DayTime
        /// The instant, where the date is known: clocks may change within a show.
        var instant: Instant?
        var zone: Zone

        func offset(of other: DayTime) -> Interval {
            guard let instant else { return other.sinceDayZero - time.sinceDayZero }
            return zone.instant(other.civil) - instant
        }
    }

    /// The UTC offset of a sheet's times where no zone is given: that of its start.
    private var fixedOffset: Int? { options.isZoneGiven ? nil : options.start?.utcOffset }

    private func civil(_ instant: Instant) -> CivilDateTime {
        fixedOffset.map { CivilDateTime(instant, utcOffset: $0) } ?? options.zone.civil(instant)
    }

    private func setStart(of calendar: inout SheetCalendar, in draft: inout TimelineDraft) -> Start {
        switch options.start {
        case .written(let written, let text):
            draft.start = text
            let instant: Instant
            switch written {
            case .instant(let given): instant = given
            case .local(let civil): instant = options.zone.instant(civil)
            }
            let time = DayTime(civil(instant))
            calendar.date(by: time)
            return Start(time: time, instant: fixedOffset == nil ? instant : nil, zone: options.zone)
        case .clock(let clock): return start(at: calendar.start(clock: clock), calendar, &draft)
        case nil: return start(at: calendar.times.first ?? DayTime(day: 0, clock: .zero), calendar, &draft)
        }
    }

    /// The start of a sheet that may have dates.
    private func start(at time: DayTime, _ calendar: SheetCalendar, _ draft: inout TimelineDraft) -> Start {
        guard calendar.isDated else {
            let shown = calendar.times.isEmpty && options.start == nil ? "20:00" : time.clock.clock
            draft.startNote = "\"2026-11-20 \(shown)\"   # the date of the show; or give it with --start"
            return Start(time: time, instant: nil, zone: options.zone)
        }
        let instant = options.zone.instant(time.civil)
        draft.start = Self.written(time)
        return Start(time: time, instant: instant, zone: options.zone)
    }

    /// `2026-11-20 20:05:00`
    private static func written(_ time: DayTime) -> String {
        let text = Instant(nanoseconds: time.sinceDayZero.nanoseconds).rfc3339
        let isWhole = time.clock.nanoseconds % 1_000_000_000 == 0
        return text.prefix(10) + " " + text.dropFirst(11).prefix(isWhole ? 8 : 12)
    }
}
