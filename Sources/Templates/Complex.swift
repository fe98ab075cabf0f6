#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What Python makes of a root of a negative number. Nobody wants to send one, but Jinja2 calculates with them.
package struct Complex: Hashable, Sendable {
    var real: Double
    var imaginary: Double

    var isFinite: Bool { real.isFinite && imaginary.isFinite }
    var isZero: Bool { real == 0 && imaginary == 0 }
    var magnitude: Double { hypot(real, imaginary) }

    static prefix func - (number: Complex) -> Complex { Complex(real: -number.real, imaginary: -number.imaginary) }

    static func + (left: Complex, right: Complex) -> Complex {
        Complex(real: left.real + right.real, imaginary: left.imaginary + right.imaginary)
    }

    static func - (left: Complex, right: Complex) -> Complex {
        Complex(real: left.real - right.real, imaginary: left.imaginary - right.imaginary)
    }

    static func * (left: Complex, right: Complex) -> Complex {
        Complex(
            real: left.real * right.real - left.imaginary * right.imaginary,
            imaginary: left.real * right.imaginary + left.imaginary * right.real)
    }

    /// Divides by the larger part first, as CPython does, for the same last digits.
    static func / (left: Complex, right: Complex) -> Complex {
        if abs(right.real) >= abs(right.imaginary) {
            let ratio = right.imaginary / right.real
            let divisor = right.real + right.imaginary * ratio
            return Complex(
                real: (left.real + left.imaginary * ratio) / divisor,
                imaginary: (left.imaginary - left.real * ratio) / divisor)
        }
        let ratio = right.real / right.imaginary
        let divisor = right.real * ratio + right.imaginary
        return Complex(
            real: (left.real * ratio + left.imaginary) / divisor,
            imaginary: (left.imaginary * ratio - left.real) / divisor)
    }

    /// Small whole powers are multiplied, as in CPython, others go by angle and length.
    func power(_ exponent: Complex) -> Complex {
        if exponent.imaginary == 0, exponent.real == exponent.real.rounded(), abs(exponent.real) <= 100 {
            let power = wholePower(Int(exponent.real.magnitude))
            return exponent.real > 0 ? power : Complex(real: 1, imaginary: 0) / power
        }
        if isZero { return Complex(real: 0, imaginary: 0) }
        let angle = atan2(imaginary, real)
        var length = pow(magnitude, exponent.real)
        var phase = angle * exponent.real
        if exponent.imaginary != 0 {
            length *= exp(-angle * exponent.imaginary)
            phase += exponent.imaginary * log(magnitude)
        }
        return Complex(real: length * cos(phase), imaginary: length * sin(phase))
    }

    private func wholePower(_ exponent: Int) -> Complex {
        var result = Complex(real: 1, imaginary: 0)
        var square = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            square = square * square
        }
        return result
    }

    /// `(1+2j)`, or `2j` without a real part.
    var pythonText: String {
        func digits(_ number: Double) -> String {
            let text = number.pythonText
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let end = digits(imaginary) + "j"
        if real == 0, real.sign == .plus { return end }
        return "(" + digits(real) + (end.hasPrefix("-") ? "" : "+") + end + ")"
    }
}

extension Arithmetic {
    /// Of two numbers, at least one of which is complex.
    static func complex(
        _ binary: BinaryOperator, _ left: Value, _ right: Value, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        let first = try left.complex(at: range)
        let second = try right.complex(at: range)
        switch binary {
        case .add: return .complex(first + second)
        case .subtract: return .complex(first - second)
        case .multiply: return .complex(first * second)
        case .divide:
            guard !second.isZero else { throw divisionByZero(range) }
            return .complex(first / second)
        case .power:
            if first.isZero, second.real < 0 || second.imaginary != 0 { throw divisionByZero(range) }
            let result = first.power(second)
            guard result.isFinite else { throw tooLarge(range) }
            return .complex(result)
        case .floorDivide, .modulo, .concatenate:
            throw TemplateError(
                .evaluation, "\(left.typeName) \(binary.rawValue) \(right.typeName) makes no sense", at: range)
        }
    }
}

extension Value {
    fileprivate func complex(at range: Range<Int>) throws(TemplateError) -> Complex {
        if case .complex(let number) = self { return number }
        return Complex(real: try double(at: range), imaginary: 0)
    }
}
