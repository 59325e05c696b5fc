/// Which versions of a library will do.
///
/// There are three forms, and no others:
/// - `^1.4`: 1.4.0 or newer, below 2.0.0. Also below 1.0.0 the first number is what must stay.
/// - `>=1.4`: the same, written as a minimum. As everywhere in minimal version selection it is the
///   oldest that fits which is taken, and other majors are other libraries.
/// - `=1.4.2`, or `1.4.2` alone: this version and no other.
package struct VersionRequirement: Hashable, Sendable {
    package enum Form: String, Sendable {
        case caret = "^"
        case minimum = ">="
        case exact = "="
    }

    package var form: Form
    package var version: SemanticVersion

    package init(_ form: Form, _ version: SemanticVersion) {
        self.form = form
        self.version = version
    }

    /// What to write instead of a text that is none.
    package static let advice =
        "write `^1.4` for 1.4.0 and newer below 2, or `1.4.2` for one version"

    /// Reads a requirement; nil for anything else.
    package init?(_ text: String) {
        let forms: [Form] = [.caret, .minimum, .exact]
        let form = forms.first { text.hasPrefix($0.rawValue) }
        let rest = text.dropFirst(form?.rawValue.count ?? 0).drop { $0 == " " }
        if let version = SemanticVersion(rest) {
            self.init(form ?? .exact, version)
            return
        }
        // A shorter one leaves open what comes after it, which an exact one may not.
        let numbers = rest.split(separator: ".", omittingEmptySubsequences: false)
            .map(SemanticVersion.number)
        guard let form, form != .exact, (1...2).contains(numbers.count), let major = numbers[0],
            let minor = numbers.count == 2 ? numbers[1] : 0
        else { return nil }
        self.init(form, SemanticVersion(major, minor, 0))
    }

    /// Whether a version will do.
    ///
    /// A pre-release does only where the requirement names one itself.
    package func admits(_ other: SemanticVersion) -> Bool {
        guard form != .exact else { return other == version }
        return other >= version && other.major == version.major
            && (!other.isPrerelease || version.isPrerelease)
    }

    /// The oldest of the versions that will do.
    package func oldest(of versions: some Sequence<SemanticVersion>) -> SemanticVersion? {
        versions.filter(admits).min()
    }

    /// The newest of the versions that will do; an exact requirement has but one.
    package func newest(of versions: some Sequence<SemanticVersion>) -> SemanticVersion? {
        versions.filter(admits).max()
    }
}

extension VersionRequirement: CustomStringConvertible {
    /// As a manifest has it: `^1.4.0`.
    package var description: String { (form == .exact ? "" : form.rawValue) + "\(version)" }
}
