import Templates
import Testing

@Suite struct TemplateErrorTests {
    @Test(arguments: [
        ("{{ m.nope }}", "nope", ["__len__", "deep", "items", "k", "价"], 3..<9, #"there is no member "nope""#),
        ("{{ m.deep.nope }}", "nope", ["z"], 3..<14, #"there is no member "nope""#),
        ("{{ m . nope }}", "nope", ["__len__", "deep", "items", "k", "价"], 3..<11, #"there is no member "nope""#),
        ("{{ x.k }}", "k", [], 3..<6, #"an integer has no member "k""#),
        ("{{ title.upper }}", "upper", [], 3..<14, #"a text has no member "upper""#),
        ("{{ due.year }}", "year", [], 3..<11, #"a time has no member "year""#),
        ("{{ nothing.k }}", "k", [], 3..<12, #"none has no member "k""#),
    ])
    func reportsMembersThatAreNotThere(
        template: String, name: String, members: [String], range: Range<Int>, message: String
    ) throws {
        var rendering = try Rendering()
        let error = TemplateError(.noMember(name, members: members), message, at: range)
        #expect(rendering.error(of: template) == error)
    }

    @Test(arguments: [
        ("a {{ nope }} b", "nope", 5..<9, #"nothing defines "nope""#),
        ("价 {{ nope }}", "nope", 7..<11, #"nothing defines "nope""#),
        ("{{ x + nope * 2 }}", "nope", 7..<11, #"nothing defines "nope""#),
        ("{{ nope.k }}", "nope", 3..<7, #"nothing defines "nope""#),
        ("{{ e\u{301} }}", "e\u{301}", 3..<6, #"nothing defines "e\#u{301}""#),
    ])
    func reportsWhatNothingDefines(template: String, name: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.undefined(name), message, at: range))
    }

    @Test(arguments: [
        ("{{ m.items }}", 3..<10, #""items" is something every mapping has in Jinja2: choose another name"#),
        ("{{ m.__len__ }}", 3..<12, #""__len__" is something every mapping has in Jinja2: choose another name"#),
        ("{{ m.__class__ }}", 3..<14, #""__class__" is something every mapping has in Jinja2: choose another name"#),
        ("{{ m }}", 3..<4, "a mapping cannot be shown: name one of its members, like room.name"),
        ("a {{ room }}", 5..<9, "a mapping cannot be shown: name one of its members, like room.name"),
        (#"{{ "a" ~ m }}"#, 3..<10, "a mapping cannot be shown: name one of its members, like room.name"),
        ("{{ m.deep }}", 3..<9, "a mapping cannot be shown: name one of its members, like room.name"),
        ("{{ self }}", 3..<7, #""self" is the template itself in Jinja2: choose another name"#),
        ("{{ s * 2 }}", 3..<8, "repeating a text or a list with * is not supported"),
        ("{{ 2 * list }}", 3..<11, "repeating a text or a list with * is not supported"),
        ("{{ s % 2 }}", 3..<8, "formatting a text with % is not supported: place several {{ }}"),
        ("{{ huge + 1 }}", 3..<11, "the result needs more than 64 bits"),
        ("{{ -huge - 2 }}", 3..<12, "the result needs more than 64 bits"),
        ("{{ huge * 2 }}", 3..<11, "the result needs more than 64 bits"),
        ("{{ (-huge - 1) // -1 }}", 3..<20, "the result needs more than 64 bits"),
        ("{{ -(-huge - 1) }}", 3..<15, "the result needs more than 64 bits"),
        ("{{ big / 3 }}", 3..<10, "these numbers are too large to divide with /: take //"),
        ("{{ 1e999 }}", 3..<8, "the number 1e999 is too large"),
        ("{{ 9223372036854775808 }}", 3..<22, "the number 9223372036854775808 needs more than 64 bits"),
        ("{% if x %}a{% endif %}", 0..<2, "{% … %} is not supported: write a message for each case"),
        ("{{ 1 if x }}", 5..<7, #""if" is not supported in expressions"#),
        ("{{ x and y }}", 5..<8, #""and" is not supported in expressions"#),
        ("{{ not x }}", 3..<6, #""not" is not supported in expressions"#),
        ("{{ x is defined }}", 5..<7, #""is" is not supported in expressions"#),
        ("{{ x == 1 }}", 5..<7, #""==" is not supported in expressions"#),
        ("{{ x < 1 }}", 5..<6, #""<" is not supported in expressions"#),
        ("{{ 2 ** 3 }}", 5..<7, #""**" is not supported in expressions"#),
        ("{{ list[0] }}", 7..<8, #""[" is not supported in expressions"#),
        ("{{ [1] }}", 3..<4, #""[" is not supported in expressions"#),
        ("{{ {} }}", 3..<4, #""{" is not supported in expressions"#),
        ("{{{ x }}}", 2..<3, #""{" is not supported in expressions"#),
        (
            #"{{ due.strftime("%H") }}"#, 15..<16,
            #"calls are not supported: a date is formatted with | strftime("%H:%M")"#
        ),
        (#"{{ "\0" }}"#, 4..<6, #"the escape \0 is not supported: write \u...."#),
        (#"{{ "\a" }}"#, 4..<6, #"the escape \a is not supported: write \u...."#),
        (#"{{ "\N{BULLET}" }}"#, 4..<6, #"the escape \N is not supported: write \u...."#),
        (#"{{ "\é" }}"#, 4..<7, #""\é" is not an escape: write \\ for a backslash"#),
    ])
    func refusesWhatIsOutsideTheSubset(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unsupported, message, at: range))
    }

    @Test(arguments: [
        (
            #"{{ 1 + "a" }}"#, 3..<10,
            "an integer + a text makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        (
            #"{{ "a" + 1 }}"#, 3..<10,
            "a text + an integer makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        (
            "{{ x ~ y + 1 }}", 3..<12,
            "a text + an integer makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        ("{{ none + 1 }}", 3..<11, "none + an integer makes no sense"),
        ("{{ -s }}", 3..<5, "a text has no sign"),
        ("{{ -none }}", 3..<8, "none has no sign"),
        ("{{ +list }}", 3..<8, "a list has no sign"),
        ("{{ start - due }}", 3..<14, "a time - a time makes no sense"),
        ("{{ 1 // 0 }}", 3..<9, "division by zero"),
        ("{{ 5 % (x - 7) }}", 3..<14, "division by zero"),
        ("{{ 1.0 / 0 }}", 3..<10, "division by zero"),
        ("{{ 1 // 0.0 }}", 3..<11, "division by zero"),
        ("{{ 1e308 * 10 }}", 3..<13, "the result is too large"),
        (#"{{ x | strftime("%H") }}"#, 3..<21, "strftime formats a time like due or start, not an integer"),
        (#"{{ -x|strftime("%H") }}"#, 3..<20, "strftime formats a time like due or start, not an integer"),
        (
            #"{{ due | strftime("%H") | strftime("%H") }}"#, 3..<40,
            "strftime formats a time like due or start, not a text"
        ),
    ])
    func refusesValuesThatDoNotGoTogether(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.evaluation, message, at: range))
    }

    @Test(arguments: [
        ("{{ 007 }}", 3..<6, #""007" is not a number"#),
        ("{{ 1__0 }}", 3..<7, #""1__0" is not a number"#),
        ("{{ 1_ }}", 3..<5, #""1_" is not a number"#),
        ("{{ 0x1F }}", 3..<7, #""0x1F" is not a number"#),
        ("{{ 12abc }}", 3..<8, #""12abc" is not a number"#),
        ("{{ 1e }}", 3..<5, #""1e" is not a number"#),
        ("{{ .5 }}", 3..<4, "this does not belong here"),
        ("{{ 1. }}", 5..<5, "the expression ends too early"),
        ("{{ 1.5.5 }}", 7..<8, "this does not belong here"),
        ("{{ }}", 2..<3, "there is nothing between the braces"),
        ("{{-}}", 3..<3, "there is nothing between the braces"),
        ("{{ -}}", 2..<3, "there is nothing between the braces"),
        ("{{ x", 0..<2, "this {{ has no closing }}"),
        (#"{{ "x }}"#, 0..<2, "this {{ has no closing }}"),
        ("{{ x }", 0..<2, "this {{ has no closing }}"),
        ("{# c", 0..<2, "this comment has no closing #}"),
        ("{{ x y }}", 5..<6, "this does not belong here"),
        (#"{{ x "a" }}"#, 5..<8, "this does not belong here"),
        (#"{{ "a" x }}"#, 7..<8, "this does not belong here"),
        ("{{ x, y }}", 4..<5, "this does not belong here"),
        ("{{ (x, y) }}", 5..<6, "this does not belong here: a closing parenthesis is missing"),
        ("{{ () }}", 4..<5, "this does not belong here"),
        ("{{ (x }}", 5..<5, "the expression ends too early: a closing parenthesis is missing"),
        ("{{ x) }}", 4..<5, "this does not belong here"),
        ("{{ x + }}", 6..<6, "the expression ends too early"),
        ("{{ + }}", 4..<4, "the expression ends too early"),
        ("{{ x +}}", 6..<6, "the expression ends too early"),
        ("{{ * x }}", 3..<4, "this does not belong here"),
        ("{{ x. }}", 5..<5, "the expression ends too early"),
        ("{{ x.1 }}", 5..<6, "this does not belong here"),
        (#"{{ m."k" }}"#, 5..<8, "this does not belong here"),
        ("{{ x | }}", 6..<6, "the expression ends too early: the name of a filter is missing"),
        ("{{ due | strftime }}", 9..<17, #"strftime takes a format in quotes: strftime("%H:%M")"#),
        ("{{ due | strftime() }}", 9..<17, #"strftime takes a format in quotes: strftime("%H:%M")"#),
        ("{{ due | strftime(x) }}", 9..<17, #"strftime takes a format in quotes: strftime("%H:%M")"#),
        (#"{{ due | strftime("%H" }}"#, 22..<22, "the expression ends too early: a closing parenthesis is missing"),
        (#"{{ due | strftime("%H", 1) }}"#, 22..<23, "this does not belong here: a closing parenthesis is missing"),
        (
            #"{{ due | strftime("%H %Q") }}"#, 18..<25,
            "%Q is not a supported date directive: write %Y %m %d %H %M %S %f %y %j %B %b %A %a %I %p %z or %%"
        ),
        (#"{{ due | strftime("%") }}"#, 18..<21, "a date format ends with a single %: write %% for a percent sign"),
        (#"{{ "\x4" }}"#, 4..<8, #"\x needs the 2 hexadecimal digits of a character"#),
        (#"{{ "\u+041" }}"#, 4..<10, #"\u needs the 4 hexadecimal digits of a character"#),
        (#"{{ "\ud83d" }}"#, 4..<10, #"\u needs the 4 hexadecimal digits of a character"#),
        (#"{{ "\U00110000" }}"#, 4..<14, #"\U needs the 8 hexadecimal digits of a character"#),
        ("{{ “x” }}", 3..<10, #""“x”" is not a name: it has letters, digits and _"#),
        ("{{ x! }}", 4..<5, #""!" has no meaning in an expression"#),
        ("{{ x？ }}", 3..<7, #""x？" is not a name: it has letters, digits and _"#),
        ("{{ a² }}", 3..<6, #""a²" is not a name: it has letters, digits and _"#),
        ("{{ 😀 }}", 3..<7, #""😀" is not a name: it has letters, digits and _"#),
        ("{{ x@y }}", 4..<5, #""@" has no meaning in an expression"#),
        ("{{ x = 1 }}", 5..<6, "this does not belong here"),
    ])
    func refusesWhatIsNoTemplate(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.syntax, message, at: range))
    }

    @Test(arguments: [
        ("{{ x | upper }}", "upper", 7..<12, #"there is no filter "upper""#),
        (#"{{ due | strtime("%H") }}"#, "strtime", 9..<16, #"there is no filter "strtime""#),
    ])
    func refusesFiltersThatAreNotThere(template: String, name: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unknownFilter(name), message, at: range))
    }
}
