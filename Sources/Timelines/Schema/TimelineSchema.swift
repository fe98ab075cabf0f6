import Templates

/// JSON Schema of the files that the loader reads, for editors: draft 07, which the YAML language server knows best.
///
/// It is about structure: keys, their types, and the form of their values. What one part of a script says of another (that
/// a room exists, that an id is taken, that a text fits) is known to the loader alone. The keys are the loader's own lists.
/// Values are those of YAML 1.2, which is what editors and validators read: where a plain scalar is a number or `true` there,
/// the schema takes that for the text which the loader sees.
package enum TimelineSchema {
    /// Of a timeline, as UTF-8 with a line break at its end.
    package static var timeline: [UInt8] { document(timelineObject) }
    /// Of a file that timelines include.
    package static var included: [UInt8] { document(includedObject) }

    private static func document(_ schema: SchemaValue) -> [UInt8] {
        guard case .object(let members) = schema else { return [] }
        let dialect: SchemaValue = ["$schema": "http://json-schema.org/draft-07/schema#"]
        guard case .object(let head) = dialect else { return [] }
        return SchemaValue.object(head + members).json + [UInt8(ascii: "\n")]
    }

    /// A mapping with these keys and no others.
    ///
    /// - Parameter names: the loader's list. A key that has no schema is left out, and a test says so.
    static func mapping(
        _ names: [String], _ schemas: KeyValuePairs<String, SchemaValue>, description: String, required: [String] = []
    ) -> SchemaValue {
        let known = Dictionary(schemas.map { ($0.key, $0.value) }) { first, _ in first }
        var members: [(key: String, value: SchemaValue)] = [
            ("description", .text(description)), ("type", "object"),
            ("properties", .object(names.compactMap { name in known[name].map { (name, $0) } })),
        ]
        if !required.isEmpty { members.append(("required", required.schemaValue)) }
        members.append(("additionalProperties", false))
        return .object(members)
    }

    // MARK: Files

    private static let notes: SchemaValue = [
        "^x-": ["description": "Your own: a place for anchors, for instance. Not read."]
    ]

    static let timelineObject = mapping(
        TimelineLoader.rootKeys,
        [
            "timeline": name,
            "title": text("What people call the show: `{{ title }}` in texts."),
            "start": start,
            "timezone": [
                "description": "The IANA zone of local times, in `start` and in `strftime`.", "type": "string",
                "pattern": .text(SchemaPattern.timeZone), "default": "UTC",
                "examples": ["Asia/Shanghai", "Europe/Berlin"],
            ],
            "sender": sender("Who messages come from that do not say. Needed here or on every message."),
            "vars": variables("Variables of all texts; those of a room or a message beat them."),
            "rooms": rooms, "defaults": defaults, "messages": messages, "include": include,
        ],
        description: "The script of one show: what is said when, in which rooms.", required: ["timeline", "messages"]
    ).with([
        "patternProperties": notes,
        "allOf": [
            [
                "if": ["required": ["defaults"], "properties": ["defaults": ["required": ["rooms"]]]],
                "else": ["properties": ["messages": ["items": ["required": ["rooms"]]]]],
            ],
            [
                "if": ["required": ["sender"]],
                "else": ["properties": ["messages": ["items": ["required": ["sender"]]]]],
            ],
        ],
    ])

    static let includedObject = mapping(
        TimelineLoader.includedKeys,
        [
            "vars": variables("Variables of all texts; the file that includes this one beats them."),
            "rooms": rooms, "include": include,
        ],
        description: "What several timelines share: variables and rooms."
    ).with(["patternProperties": notes])

    // MARK: Values

    /// Any scalar: what is written is what counts, whatever YAML takes it for.
    static func text(_ description: String) -> SchemaValue {
        ["description": .text(description), "type": ["string", "number", "boolean"]]
    }

    private static func choice(_ description: String, _ values: [String], default standard: String) -> SchemaValue {
        ["description": .text(description), "enum": values.schemaValue, "default": .text(standard)]
    }

    private static let flagValues: SchemaValue = [true, false, "true", "false"]

    private static func time(
        _ description: String, _ pattern: String, zero: Bool, examples: SchemaValue
    ) -> SchemaValue {
        let written: SchemaValue = [
            "type": "string", "pattern": .text(pattern),
            "patternErrorMessage": "A time is written 90s, 1h30m, 250ms, -10m, 00:05 (mm:ss) or 01:05:00 (h:mm:ss).",
        ]
        // Of numbers, nothing alone needs no unit.
        let forms: SchemaValue = zero ? [written, ["const": 0]] : [written]
        return ["description": .text(description), "anyOf": forms, "examples": examples]
    }

    private static func offset(_ description: String) -> SchemaValue {
        time(description, SchemaPattern.offset, zero: true, examples: ["90s", "-10m", "00:05", "01:05:00"])
    }

    private static let name: SchemaValue = [
        "description": "The timeline's name: names its runs and their logs.", "type": ["string", "integer", "boolean"],
        "pattern": .text(SchemaPattern.timelineName), "minimum": 0, "examples": ["launch-night"],
    ]

    private static let start: SchemaValue = [
        "description": "When the show starts; left out, `--start` says so.",
        "anyOf": [
            [
                "description": "An instant, or a local time in `timezone`.", "type": "string",
                "pattern": .text(SchemaPattern.start),
                "patternErrorMessage":
                    "A start is written 2026-11-20T20:00:00+08:00, or 2026-11-20 20:00 in `timezone`.",
            ],
            mapping(
                TimelineLoader.startKeys,
                [
                    "cron": [
                        "description": "Minute, hour, day, month and weekday, in `timezone`.", "type": "string",
                        "pattern": .text(SchemaPattern.cron), "examples": ["0 20 * * FRI"],
                    ]
                ],
                description: "A show that comes again and again.", required: ["cron"]),
        ],
        "examples": ["2026-11-20T20:00:00+08:00", "2026-11-20 20:00", ["cron": "0 20 * * FRI"]],
    ]

    private static func zegoID(_ description: String, longest: Int) -> SchemaValue {
        text(description).with([
            "minLength": 1, "maxLength": .number(longest), "pattern": .text(SchemaPattern.zegoID),
        ])
    }

    private static func sender(_ description: String) -> SchemaValue {
        mapping(
            TimelineLoader.senderKeys,
            [
                "id": zegoID("The UserId: 63 bytes at most.", longest: Identifiers.longestUserID),
                "name": text("The name that is shown: 255 bytes at most.").with([
                    "maxLength": .number(Identifiers.longestUserName)
                ]),
            ],
            description: description, required: ["id"])
    }

    private static func variables(_ description: String, reserved: [String] = Symbol.reserved) -> SchemaValue {
        [
            "description": .text(description), "type": ["object", "null"],
            "propertyNames": [
                "pattern": .text(SchemaPattern.variable), "not": ["enum": reserved.schemaValue],
            ],
        ]
    }

    private static let include: SchemaValue = [
        "description":
            "Files with `vars` and `rooms` to share, by their paths from this file. They come first: this file beats them.",
        "anyOf": [
            text("A path."),
            ["description": "Paths.", "type": "array", "items": text("A path.")],
        ],
        "examples": ["shared/rooms.yaml"],
    ]

    private static let rooms: SchemaValue = [
        "description":
            "Names for rooms and groups. Where it is there, any other name is an error; left out, a name is a RoomId.",
        "type": "object",
        "additionalProperties": [
            "anyOf": [
                mapping(
                    TimelineLoader.roomKeys,
                    [
                        "id": zegoID("The RoomId: 127 bytes at most.", longest: Identifiers.longestRoomID),
                        "vars": variables(
                            "The room's own variables, which beat those of the timeline.",
                            reserved: Symbol.reserved + ["id", "name"]),
                    ],
                    description: "A room.", required: ["id"]),
                [
                    "description": "A group: names of rooms and of other groups.", "type": "array", "minItems": 1,
                    "items": text("The name of a room or a group."),
                ],
            ]
        ],
    ]

    private static func roomNames(_ description: String) -> SchemaValue {
        [
            "description": .text(description),
            "anyOf": [
                text("The name of a room or a group."),
                ["type": "array", "minItems": 1, "items": text("The name of a room or a group.")],
            ],
        ]
    }

    /// The keys that `defaults` and a message share.
    private static func shared(_ key: String) -> SchemaValue {
        switch key {
        case "category":
            choice("What ZEGO calls MessageCategory.", Category.allCases.map(\.name), default: Category.system.name)
        case "late":
            choice(
                "What becomes of it when it is more than `max_late` behind.",
                DeliveryPolicy.Late.allCases.map(\.rawValue), default: DeliveryPolicy().late.rawValue)
        case "max_late":
            time(
                "How far behind it may be.", SchemaPattern.length, zero: true, examples: ["30s", "500ms", "2m"]
            ).with(["default": "30s"])
        case "overflow":
            choice(
                "What becomes of a text of more than 1024 bytes.", DeliveryPolicy.Overflow.allCases.map(\.rawValue),
                default: DeliveryPolicy().overflow.rawValue)
        default:
            choice(
                "What becomes of it when nobody can say whether it was shown: `resend` may show it twice.",
                DeliveryPolicy.Unknown.allCases.map(\.rawValue), default: DeliveryPolicy().onUnknown.rawValue)
        }
    }

    private static let defaults = mapping(
        MessageDefaults.names,
        [
            "rooms": roomNames("Where messages go that do not say."), "category": shared("category"),
            "late": shared("late"), "max_late": shared("max_late"), "overflow": shared("overflow"),
            "on_unknown": shared("on_unknown"),
        ],
        description: "What holds for messages that do not say otherwise.")

    private static let messages: SchemaValue = [
        "description": "What is said, in any order.", "type": "array", "minItems": 1, "items": message,
    ]

    static let message = mapping(
        MessageKeys.names,
        [
            "id": text("What a reload, a log and `after` go by. Left out, it is made of the message's content.").with([
                "pattern": .text(SchemaPattern.messageID), "examples": ["welcome"],
            ]),
            "at": offset("When it is due, counted from the start, or from the message it comes `after`."),
            "every": time(
                "The period of a repeat.", SchemaPattern.period, zero: false, examples: ["1m", "90s"]),
            "from": offset("When a repeat is due first; left out, 0."),
            "until": offset("When a repeat is due last, this moment included."),
            "times": [
                "description": "How often a repeat is due.", "type": ["integer", "string"], "minimum": 1,
                "pattern": .text(SchemaPattern.wholeNumberFromOne), "examples": [5],
            ],
            "after": text("The id of another message: times count from its first occurrence."),
            "rooms": roomNames("Where it goes: a room or a group, or a list of them."),
            "category": shared("category"),
            "sender": sender("Who it comes from."),
            "vars": variables("The message's own variables, which beat all others of the file."),
            "late": shared("late"), "max_late": shared("max_late"), "overflow": shared("overflow"),
            "on_unknown": shared("on_unknown"),
            "skip": [
                "description": "Whether it is left out.", "enum": flagValues, "default": false,
            ],
            "hold": [
                "description": "Whether the show waits before it until an operator says go.", "enum": flagValues,
                "default": false,
            ],
            "when": text("Which of its rooms and occurrences are wanted: an expression without braces.").with([
                "pattern": .text(SchemaPattern.withoutBraces), "examples": [#"room.lang == "zh""#],
            ]),
            "text": text("What is said: a template, 1024 bytes at most once it is expanded.").with([
                "pattern": .text(SchemaPattern.something), "examples": ["{{ title }} starts in ten minutes"],
            ]),
        ],
        description: "One message, once or again and again.", required: ["text"]
    ).with([
        "dependencies": [
            "every": ["properties": ["at": false]],
            "from": ["every"],
            "until": ["required": ["every"], "properties": ["times": false]],
            "times": ["every"],
        ],
        "if": ["anyOf": [["required": ["every"]], ["required": ["after"]]]],
        "else": ["required": ["at"]],
    ])
}
