import Templates
import Testing

@Suite struct TemplateErrorTests {
    @Test(arguments: [
        ("{{ m.nope }}", "nope", ["__len__", "deep", "items", "k", "价"], 3..<9, #"there is no member "nope""#),
        ("{{ m.deep.nope }}", "nope", ["z"], 3..<14, #"there is no member "nope""#),
        ("{{ m . nope }}", "nope", ["__len__", "deep", "items", "k", "价"], 3..<11, #"there is no member "nope""#),
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
        ("{{ self }}", 3..<7, #""self" is the template itself in Jinja2: choose another name"#),
        (
            #"{{ due.strftime("%H") }}"#, 15..<16,
            #"calls are not supported: a date is formatted with | strftime("%H:%M")"#
        ),
        (
            #"{{ "\N{BULLET}" }}"#, 4..<6,
            #"\N is not supported: write \\ for a backslash, \n, \t, or the character itself"#
        ),
        ("{{ 0x10 }}", 3..<7, #""0x10" is not supported as a number: write it in digits 0 to 9"#),
        ("{{ 12abc }}", 3..<8, #""12abc" is not supported as a number: write it in digits 0 to 9"#),
        ("{{ 1_ }}", 3..<5, #""1_" is not supported as a number: write it in digits 0 to 9"#),
    ])
    func refusesWhatIsOutsideTheSubset(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unsupported, message, at: range))
    }

    @Test(arguments: [
        ("{{ title.upper }}", 3..<14, "a text has no member \"upper\": write | upper"),
        ("{{ due.year }}", 3..<11, "a time has no member \"year\": write | strftime(\"%Y\")"),
        ("{{ x.real }}", 3..<9, "a whole number has no member \"real\""),
        ("{{ nothing['k'] }}", 3..<15, "none has no member \"k\""),
        ("{{ title.strip() }}", 14..<15, "calls are not supported: write | trim"),
        ("{{ title.encode() }}", 15..<16, "calls are not supported: there are filters instead, as in x | upper"),
        ("{{ m.get('k') }}", 8..<9, "calls are not supported: write m.name | default(…)"),
        ("{{ round(x) }}", 8..<9, "calls are not supported: write | round behind the value"),
        ("{{ now() }}", 6..<7, "there is no function \"now\" but range"),
        ("{{ x | tojson }}", 7..<13, "the filter \"tojson\" is not supported: write into vars what shall be shown"),
        (
            "{{ list | map('upper') }}", 10..<13,
            "the filter \"map\" is not supported: loop with {% for … %} and {% if … %}"
        ),
        ("{{ list.0 }}", 8..<9, "a number is not supported here: write [0]"),
        ("{% with %}", 3..<7, "there is no statement \"with\": write {% set … %}"),
        ("{% fro x %}", 3..<6, "there is no statement \"fro\": there are if, for and set"),
        (
            "{% for i in list %}{{ loop.changed }}{% endfor %}", 22..<34,
            "loop.changed is not supported: compare the item with loop.previtem"
        ),
        (
            "{% for i in list %}{{ loop.cycle(1, 2) }}{% endfor %}", 32..<33,
            #"calls are not supported: write ["a", "b"][loop.index0 % 2]"#
        ),
        (
            "{{ x is odds }}", 8..<12,
            "there is no test \"odds\": there are such as defined, none and odd"
        ),
        (
            "{% set r = range(3) %}", 11..<19,
            "this can only be looped over, joined or listed: add | list"
        ),
        ("{{ 1 in [1] | unique }}", 8..<20, "this can only be looped over, joined or listed: add | list"),
        (
            "{% for i in range(1001) %}{% endfor %}", 12..<23,
            "a list has at most 1000 items, those of the lists in it included"
        ),
        (
            "{% for i in range(999) %}{% for j in range(999) %}{{ j }}{% endfor %}{% endfor %}", 37..<47,
            "this takes more than 50000 steps: loop over fewer items, or over shorter texts"
        ),
        ("{{ s * 1000000 }}", 3..<14, "a text has at most 65536 bytes here"),
        (
            "{% include 'x' %}", 3..<10,
            "there is no statement \"include\": a timeline's include: shares messages between files"
        ),
        ("{{ range }}", 3..<8, "\"range\" is something of Jinja2's own: choose another name"),
    ])
    func refusesWhatJinja2WouldRenderOtherwise(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unsupported, message, at: range))
    }

    @Test(arguments: [
        ("{% if x %}", 2..<8, "this {% if %} has no {% endif %}"),
        ("a{% raw %}{{ x }}", 1..<10, "this {% raw %} has no {% endraw %}"),
        ("{% endraw %}", 2..<10, "{% endraw %} does not belong here"),
        ("{% for i in list %}{% else %}", 2..<17, "this {% for %} has no {% endfor %}"),
        ("{% endif %}", 2..<9, "{% endif %} does not belong here"),
        ("{% for loop in list %}{% endfor %}", 7..<11, "\"loop\" is a name of its own: choose another"),
        ("{% set x 1 %}", 9..<10, "this does not belong here"),
        ("a {% if x", 2..<4, "this {% has no closing %}"),
        ("{{ x | trim(1, 2) }}", 15..<16, "trim does not take this argument"),
        ("{{ x | sort(revers=1) }}", 12..<18, "sort has no argument \"revers\""),
        ("{{ x | replace('a') }}", 7..<14, "replace needs old and new"),
    ])
    func refusesStatementsAndArgumentsThatAreNone(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.syntax, message, at: range))
    }

    @Test(arguments: [
        (
            #"{{ 1 + "a" }}"#, 3..<10,
            "a whole number + a text makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        (
            #"{{ "a" + 1 }}"#, 3..<10,
            "a text + a whole number makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        (
            "{{ x ~ y + 1 }}", 3..<12,
            "a text + a whole number makes no sense: join them with ~, or place two {{ }} side by side"
        ),
        ("{{ none + 1 }}", 3..<11, "none + a whole number makes no sense"),
        ("{{ -s }}", 3..<5, "a text has no sign"),
        ("{{ -none }}", 3..<8, "none has no sign"),
        ("{{ +list }}", 3..<8, "a list has no sign"),
        ("{{ start - due }}", 3..<14, "a time - a time makes no sense"),
        ("{{ 1 // 0 }}", 3..<9, "division by zero"),
        ("{{ 5 % (x - 7) }}", 3..<14, "division by zero"),
        ("{{ 1.0 / 0 }}", 3..<10, "division by zero"),
        ("{{ 1 // 0.0 }}", 3..<11, "division by zero"),
        (#"{{ x | strftime("%H") }}"#, 3..<21, "strftime formats a time like due or start, not a whole number"),
        (#"{{ -x|strftime("%H") }}"#, 3..<20, "strftime formats a time like due or start, not a whole number"),
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
        ("{{ 007 }}", 3..<6, #""007" is not a number: write 7"#),
        ("{{ .5 }}", 3..<4, "this does not belong here"),
        ("{{ 1. }}", 5..<5, "the expression ends too early"),
        ("{{ }}", 2..<3, "there is nothing between the braces"),
        ("{{-}}", 3..<3, "there is nothing between the braces"),
        ("{{ -}}", 2..<3, "there is nothing between the braces"),
        ("{{ x", 0..<2, "this {{ has no closing }}"),
        (#"{{ "x }}"#, 0..<2, "this {{ has no closing }}"),
        ("{{ x }", 5..<6, "one } does not close {{: write }}"),
        ("{# c", 0..<2, "this comment has no closing #}"),
        ("{{ x y }}", 5..<6, "this does not belong here"),
        (#"{{ x "a" }}"#, 5..<8, "this does not belong here"),
        (#"{{ "a" x }}"#, 7..<8, "this does not belong here"),
        ("{{ (x }}", 5..<5, "the expression ends too early: a closing parenthesis is missing"),
        ("{{ x) }}", 4..<5, "this does not belong here"),
        ("{{ x + }}", 6..<6, "the expression ends too early"),
        ("{{ + }}", 4..<4, "the expression ends too early"),
        ("{{ x +}}", 6..<6, "the expression ends too early"),
        ("{{ * x }}", 3..<4, "this does not belong here"),
        ("{{ x. }}", 5..<5, "the expression ends too early"),
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
        ("{{ “x” }}", 3..<10, #""“x”" is not a name: it has letters, digits and _"#),
        ("{{ x! }}", 4..<5, #""!" has no meaning in an expression: write not, or != between two values"#),
        ("{{ x？ }}", 3..<7, #""x？" is not a name: it has letters, digits and _"#),
        ("{{ a² }}", 3..<6, #""a²" is not a name: it has letters, digits and _"#),
        ("{{ 😀 }}", 3..<7, #""😀" is not a name: it has letters, digits and _"#),
        ("{{ x@y }}", 4..<5, #""@" has no meaning in an expression"#),
        ("{{ x = 1 }}", 5..<6, "one = compares nothing: write =="),
    ])
    func refusesWhatIsNoTemplate(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.syntax, message, at: range))
    }

    @Test(arguments: [
        (#"{{ due | strtime("%H") }}"#, "strtime", 9..<16, #"there is no filter "strtime""#)
    ])
    func refusesFiltersThatAreNotThere(template: String, name: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unknownFilter(name), message, at: range))
    }
}
