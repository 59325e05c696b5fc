package import AccountConfiguration
import ScriptAPI
package import ScriptHost

/// Completes Lua from the table of functions, the account's names, and what the session's names lead to.
///
/// It runs nothing: `lookUp` only looks.
package struct Completer: Sendable {
    package var account: CachedNames
    /// The modules of libraries, as they are required.
    package var modules: [String]
    /// What there are pages of, of these modules and their functions.
    package var libraryPages: [String]
    package var lookUp: @Sendable ([String]) -> NamesFound
    /// The files whose path begins with a text; a folder's ends with a slash.
    package var files: @Sendable (String) -> [String]

    package init(
        account: CachedNames, modules: [String] = [], libraryPages: [String] = [],
        lookUp: @escaping @Sendable ([String]) -> NamesFound,
        files: @escaping @Sendable (String) -> [String] = { _ in [] }
    ) {
        self.account = account
        self.modules = modules
        self.libraryPages = libraryPages
        self.lookUp = lookUp
        self.files = files
    }

    package func complete(_ request: CompletionRequest) -> Completion {
        if let completion = completeCommand(request.before) { return completion }
        let fragment = Fragment(request.before)
        switch fragment.place {
        case .nowhere: return .none
        case .string(let quote, let text):
            let isClosed = request.after.first == quote
            return Completion(
                texts(at: fragment.words), typed: text, suffix: isClosed ? "" : String(quote))
        case .code: return completeName(fragment)
        }
    }

    /// What a line that begins with a dot may become; nil for what is Lua.
    private func completeCommand(_ line: String) -> Completion? {
        guard line.first == ".", line.dropFirst().first?.isLetter ?? true else { return nil }
        let words = line.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0.isWhitespace
        }
        guard words.count > 1 else {
            var completion = Completion(SessionCommand.names, typed: line)
            if SessionCommand.takingFile.contains(completion.candidates.first ?? "") {
                completion.suffix = " "
            }
            return completion
        }
        guard SessionCommand.takingFile.contains(String(words[0])) else { return Completion.none }
        let path = String(words[1].drop(while: \.isWhitespace))
        return Completion(files(path), typed: path)
    }

    // MARK: Names

    private func completeName(_ fragment: Fragment) -> Completion {
        let (words, typed) = (fragment.words, fragment.typed)
        if case .sign(let sign)? = words.last, sign == "." || sign == ":",
            words.dropLast().last?.endsValue == true
        {
            guard let chain = Chain.read(words.dropLast()) else { return .none }
            return Completion(members(of: chain, called: sign == ":"), typed: typed)
        }
        if let site = CallSite(words), site.isInTable, site.isAtKey,
            let keys = keys(at: site), !keys.isEmpty
        {
            return Completion(
                keys.filter { !site.keys.contains($0) }, typed: typed, suffix: " = ")
        }
        guard !typed.isEmpty else { return .none }
        return Completion(
            lookUp([]).names.map(\.name) + LuaWords.keywords.sorted(), typed: typed)
    }

    /// What may follow a value and a dot, or a colon.
    private func members(of chain: Chain, called isCall: Bool) -> [String] {
        switch value(of: chain) {
        case .space(let prefix): return isCall ? [] : Surface.members(of: prefix)
        case .kind(let kind):
            return isCall ? Surface.methods(of: kind) : Surface.fields(of: kind)
        case .path(let path):
            let found = lookUp(path)
            return found.names.filter { $0.isMethod == isCall || isCall && $0.kind == "function" }
                .map(\.name).filter { $0.isName }
        case .text: return isCall ? lookUp(["string"]).names.map(\.name) : []
        case .function, .list, .unknown: return []
        }
    }

    /// What a chain comes to.
    private enum Value {
        /// `graphene`, or a part of it: the prefix of its functions' names.
        case space(String)
        case function(HostFunction)
        /// A handle.
        case kind(String)
        case list(of: String)
        /// A variable of the session, and fields of it.
        case path([String])
        case text
        case unknown
    }

    private func value(of chain: Chain) -> Value {
        guard let root = chain.root else { return chain.steps.isEmpty ? .text : .unknown }
        return chain.steps.reduce(root == "graphene" ? .space("") : .path([root])) { value, step in
            self.value(step, of: value)
        }
    }

    private func value(_ step: Chain.Step, of value: Value) -> Value {
        switch (step, value) {
        case (.field(let name), .space(let prefix)):
            if let function = APITable[prefix + name], function.visibility == .function {
                return .function(function)
            }
            let inner = prefix + name + "."
            return Surface.members(of: inner).isEmpty ? .path(["graphene", name]) : .space(inner)
        case (.field(let name), .path(let path)): return .path(path + [name])
        case (.method(let name), .kind(let kind)):
            return Surface.method(name, of: kind).map { .function($0) } ?? .unknown
        case (.method(let name), .path(let path)):
            return Surface.method(name, of: lookUp(path).kind).map { .function($0) } ?? .unknown
        case (.call, .function(let function)):
            guard let result = Surface.result(of: function) else { return .unknown }
            return result.isList ? .list(of: result.kind) : .kind(result.kind)
        case (.index, .list(let kind)): return .kind(kind)
        case (.index, .path(let path)): return .path(path + [NamesFound.anElement])
        default: return .unknown
        }
    }

    // MARK: Arguments

    /// The function that is called there, and how many of its parameters stand before the colon.
    private func function(at site: CallSite) -> (HostFunction, Int)? {
        guard case .function(let function) = value(of: site.callee) else { return nil }
        if case .method? = site.callee.steps.last { return (function, 1) }
        return (function, 0)
    }

    private func keys(at site: CallSite) -> [String]? {
        guard let (function, skipped) = function(at: site) else { return nil }
        let position = site.position + skipped
        let members =
            function.parameters.indices.contains(position)
            ? function.parameters[position].members.map(\.name) : []
        return members + function.options.map(\.name)
    }

    /// What a string at the end of the words may say.
    private func texts(at words: [Fragment.Word]) -> [String] {
        if case .name(let name)? = words.last, let texts = names(takenBy: name) { return texts }
        var words = words
        // `f "text"` is a call too.
        if words.last?.endsValue == true { words.append(.sign("(")) }
        guard let site = CallSite(words) else { return [] }
        if site.callee.steps.isEmpty, let texts = names(takenBy: site.callee.root) { return texts }
        guard let (function, skipped) = function(at: site) else { return [] }
        let position = site.position + skipped
        let parameter =
            function.parameters.indices.contains(position) ? function.parameters[position] : nil
        guard site.isInTable else { return parameter.map { texts(for: $0, in: function) } ?? [] }
        guard let key = site.key else { return [] }
        let named = ((parameter?.members ?? []) + function.options).first { $0.name == key }
        return named.map { texts(for: $0, in: function) } ?? []
    }

    /// What a function of the session's own takes by name.
    private func names(takenBy function: String?) -> [String]? {
        switch function {
        case "help": Surface.pages + libraryPages
        case "require": modules
        default: nil
        }
    }

    private func texts(
        for parameter: ParameterDescription, in function: HostFunction
    ) -> [String] {
        if !parameter.choices.isEmpty { return parameter.choices }
        if !parameter.usualStates.isEmpty { return parameter.usualStates }
        switch parameter.name {
        case "plan": return account.plans
        case "version": return account.versions
        case "env": return account.environments
        default: break
        }
        return parameter.kinds.flatMap { kind -> [String] in
            switch kind {
            case .database: account.databases
            case .environment: account.environments
            case .snapshot: account.snapshots
            default: []
            }
        }
    }
}

extension String {
    fileprivate var isName: Bool {
        first?.isNumber == false && allSatisfy(\.isPartOfName) && !LuaWords.keywords.contains(self)
    }
}
