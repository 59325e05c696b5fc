import CloudClient
import Diagnostics
import JSONDocument
package import ScriptWire
import Timekeeping

/// The parameters of a script, as `graphene.params{…}` declares them, required ones first.
package struct ParameterSpecification: Sendable {
    package let declarations: [ParameterDeclaration]

    /// Reads a declaration.
    ///
    /// - Throws: `usage`, naming the parameter and the key that is wrong.
    package init(_ map: WireMap) throws(APIFailure) {
        var declarations: [ParameterDeclaration] = []
        for entry in map.entries {
            guard let name = entry.key.text else {
                throw APIFailure(
                    .usage,
                    "graphene.params: parameters have names, not \(Excerpt.phrase(entry.key))")
            }
            do throws(ArgumentMismatch) {
                declarations.append(try ParameterDeclaration(name, entry.value))
            } catch {
                let problem = error.reason ?? "must be \(error.expected), not \(error.given)"
                throw APIFailure(
                    .usage, "graphene.params: `\(name)\(error.path)` \(problem)", hint: error.hint)
            }
        }
        self.declarations = declarations.sorted {
            ($0.isRequired ? 0 : 1, $0.name) < ($1.isRequired ? 0 : 1, $1.name)
        }
    }

    /// Reads the values that were given, checks all of them, and looks up what they name.
    ///
    /// - Returns: a map from name to value, without parameters that have none.
    /// - Throws: one `usage` error that tells every problem, or the cloud's own error.
    package func values(in context: EffectContext) async throws -> WireValue {
        let read = try readValues(context.parameters)
        var values: [(String, WireValue?)] = []
        for (declaration, value) in read {
            values.append((declaration.name, try await resolve(value, declaration, in: context)))
        }
        return .fields(values)
    }

    /// Reads and checks the values without asking the cloud for anything.
    func readValues(
        _ source: ParameterSource
    ) throws(APIFailure) -> [(ParameterDeclaration, WireValue)] {
        var problems = unknownNames(source)
        var values: [(ParameterDeclaration, WireValue)] = []
        for declaration in declarations {
            do throws(ArgumentMismatch) {
                if let value = try value(of: declaration, from: source) {
                    values.append((declaration, value))
                } else if declaration.isRequired {
                    problems.append(
                        "`\(declaration.name)` is missing; it must be \(declaration.expectation)")
                }
            } catch {
                problems.append(
                    "`\(declaration.name)\(error.path)` must be \(error.expected), not \(error.given)"
                        + (error.hint.map { "; \($0)" } ?? ""))
            }
        }
        guard problems.isEmpty else {
            throw failure(problems, hasUnknownNames: !unknownNames(source).isEmpty)
        }
        return values
    }

    private func value(
        of declaration: ParameterDeclaration, from source: ParameterSource
    ) throws(ArgumentMismatch) -> WireValue? {
        let texts = source.texts.filter { $0.name == declaration.name }.map(\.value)
        if !texts.isEmpty { return try declaration.value(ofTexts: texts) }
        if let json = source.values[declaration.name], json != .null {
            return try declaration.value(of: WireValue(json))
        }
        return declaration.defaultValue
    }

    private func unknownNames(_ source: ParameterSource) -> [String] {
        let known = declarations.map(\.name)
        return source.names.filter { !known.contains($0) }.map {
            "there is no parameter \(Excerpt.quoted($0))" + Suggestion.phrase(for: $0, among: known)
        }
    }

    private func failure(_ problems: [String], hasUnknownNames: Bool) -> APIFailure {
        let message =
            problems.count == 1
            ? "the script's parameters: \(problems[0])"
            : "the script's parameters have \(problems.count) problems: "
                + problems.joined(separator: "; ")
        let names = declarations.map { "`\($0.name)`" }.joined(separator: ", ")
        let declared = names.isEmpty ? "the script takes none" : "the script takes \(names)"
        let help = "`graphene run SCRIPT --help` tells more of them"
        return APIFailure(
            .usage, message,
            hint: hasUnknownNames
                ? declared + (names.isEmpty ? "" : "; " + help)
                : "`graphene run SCRIPT --help` lists the script's parameters")
    }

    /// Turns what names something of the cloud's, or a secret, into a handle.
    private func resolve(
        _ value: WireValue, _ declaration: ParameterDeclaration, in context: EffectContext
    ) async throws -> WireValue {
        guard let text = value.text else { return value }
        switch declaration.type {
        case .environment:
            return context.handle(try await context.cloud.environment(EnvironmentReference(text)))
        case .database:
            // What the script does with it is not known yet, and a handle is enough for any change.
            let reference = DatabaseReference(text)
            return context.handle(try await context.cloud.database(reference, for: .changing))
        case .snapshot:
            return context.handle(try await context.snapshot(SnapshotReference(value)))
        case .version:
            let known = Set(try await context.cloud.versions().map(\.number)).sorted()
            guard known.contains(text) else {
                throw APIFailure(
                    .notFound,
                    "the parameter `\(declaration.name)`: the cloud has no version \(Excerpt.quoted(text))"
                        + Suggestion.phrase(for: text, among: known),
                    hint: "it has " + known.joined(separator: ", "))
            }
            return value
        case .secret:
            guard let origin = SecretOrigin(text) else { return .null }
            let secret = try context.parameters.secrets.secret(from: origin)
            return context.handle(secret, named: HandleID.join("parameter", declaration.name))
        default: return value
        }
    }
}

extension ParameterDeclaration {
    /// What a message says was expected.
    fileprivate var expectation: String {
        guard let values else { return type.expectation }
        return "one of " + values.map { Excerpt.quoted(shown($0)) }.joined(separator: ", ")
    }
}
