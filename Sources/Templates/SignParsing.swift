/// Signs, and the filters and tests behind an operand.
extension ExpressionParser {
    mutating func signed(withFilter: Bool) throws(TemplateError) -> Expression {
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var expression: Expression
            if try parser.take("-") {
                expression = .negated(try parser.signed(withFilter: false), start..<parser.previousEnd)
            } else if try parser.take("+") {
                expression = .positive(try parser.signed(withFilter: false), start..<parser.previousEnd)
            } else {
                expression = try parser.primary()
            }
            expression = try parser.members(of: expression, from: start)
            guard withFilter else { return expression }
            while true {
                if try parser.take("|") {
                    try parser.countLink()
                    expression = try parser.filter(of: expression, from: start)
                } else if try parser.take(word: "is") {
                    try parser.countLink()
                    expression = try parser.test(of: expression, from: start)
                } else {
                    return expression
                }
            }
        }
    }
}
