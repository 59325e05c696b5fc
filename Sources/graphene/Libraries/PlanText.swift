import Diagnostics
import JSONDocument
import ScriptAPI
import ScriptLibrary

/// What a change of a project is, for people and for programs.
enum PlanText {
    static func lines(_ plan: ProjectPlan) -> [String] {
        plan.change.items.flatMap { lines($0, plan) } + ownRequirements(plan)
            + plan.notes.map { "note: \($0)" }
    }

    /// What the project itself requires otherwise than before, where no library changes by it.
    private static func ownRequirements(_ plan: ProjectPlan) -> [String] {
        let old = plan.project.lock?.requires ?? []
        let new = plan.lock.requires
        let told = Set(
            plan.change.items.filter(\.changesSomething)
                .flatMap { [$0.old?.source, $0.new?.source].compactMap(\.self) })
        func phrases(_ verb: String, _ left: [Lock.Requirement], _ right: [Lock.Requirement])
            -> [String]
        {
            left.filter { one in
                !told.contains(one.source)
                    && !right.contains { $0.name == one.name && $0.wanted == one.wanted }
            }.map {
                "\(plan.project.title) \(verb) \($0.name) \($0.wanted), which is \($0.version)"
            }
        }
        return phrases("requires no more", old, new) + phrases("requires", new, old)
    }

    private static func lines(_ item: LockChange.Item, _ plan: ProjectPlan) -> [String] {
        guard let new = item.new else {
            return ["\(item.old?.title ?? ""): removed"]
        }
        // What one of its requirements became is told where that one is.
        guard item.changesSomething else { return [] }
        var lines = [title(item, new, plan)]
        if let code = code(item, new) { lines.append("  code      \(code)") }
        for requirement in item.newRequirements {
            let allowed =
                requirement.allow.isEmpty ? "" : ", which it lets \(requirement.allow.phrase)"
            lines.append("  requires  \(requirement.name) \(requirement.wanted)\(allowed)")
        }
        for requirement in item.lostRequirements {
            lines.append("  no more   requires \(requirement.name) \(requirement.wanted)")
        }
        if item.old == nil || item.oldAsks != item.newAsks {
            lines.append("  asks for  \(asks(item))")
        }
        let more = item.newGrants
        let less = item.lostGrants
        lines.append(
            "  may       \(new.granted.phrase)"
                + (more.isEmpty ? "" : "  (new: \(more.phrase))")
                + (less.isEmpty ? "" : "  (no more: \(less.phrase))"))
        return lines
    }

    private static func title(
        _ item: LockChange.Item, _ new: Lock.Library, _ plan: ProjectPlan
    ) -> String {
        guard let old = item.old else {
            let users = plan.lock.libraries.filter { library in
                library.requires.contains { $0.source == new.source && $0.version == new.version }
            }
            let by =
                users.isEmpty ? "" : ", required by \(users.map(\.title).joined(separator: ", "))"
            return "\(new.title): new, from \(new.source)\(by)"
        }
        return old.version == new.version
            ? "\(new.title): the version stays" : "\(old.title) -> \(new.version)"
    }

    private static func code(_ item: LockChange.Item, _ new: Lock.Library) -> String? {
        guard let files = item.files else { return nil }
        let count = "\(files.files.count) file\(files.files.count == 1 ? "" : "s")"
        guard let old = item.old else { return "\(count), \(files.added) lines" }
        guard !files.files.isEmpty else { return nil }
        return
            "\(count) changed, +\(files.added) -\(files.removed)  (graphene lib diff \(new.name) "
            + "\(old.version) \(new.version))"
    }

    private static func asks(_ item: LockChange.Item) -> String {
        let asks = item.newAsks?.phrase ?? "it does not say"
        let more = (item.newAsks ?? []).filter { !(item.oldAsks ?? []).contains($0) }
        return item.old == nil || more.isEmpty ? asks : asks + "  (new: \(more.phrase))"
    }
}

extension PlanText {
    static func document(_ plan: ProjectPlan, isWritten: Bool) -> JSONValue {
        [
            "project": .string(plan.project.folder), "changed": .boolean(isWritten),
            "libraries": .array(plan.change.items.map(document)),
            "notes": .array(plan.notes.map { .string($0) }),
        ]
    }

    private static func document(_ item: LockChange.Item) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(item.name?.text ?? ""),
            "source": .string("\(item.new?.source ?? item.old?.source ?? .path(""))"),
            "from": item.old.map { .string("\($0.version)") } ?? .null,
            "to": item.new.map { .string("\($0.version)") } ?? .null,
            "granted": list(item.new?.granted ?? []), "newly_granted": list(item.newGrants),
            "asks_for": item.newAsks.map(list) ?? .null,
        ]
        members["commit"] = item.new?.commit.map { .string($0) }
        members["hash"] = item.new?.hash.map { .string("\($0)") }
        members["requires"] = .array(item.new?.requires.map { .string($0.name.text) } ?? [])
        if let files = item.files {
            members["files_changed"] = .integer(Int64(files.files.count))
            members["lines_added"] = .integer(Int64(files.added))
            members["lines_removed"] = .integer(Int64(files.removed))
        }
        return .object(members)
    }

    static func list(_ grants: [Grant]) -> JSONValue { .array(grants.map { .string($0.rawValue) }) }
}

/// Shows a change, has it agreed to, and makes it.
enum PlanExecution {
    static func carryOut(
        _ plan: ProjectPlan, in workspace: LibraryWorkspace, _ consent: ConsentOptions,
        _ format: DocumentFormat, _ rehearsal: [LibraryRehearsal.Row]? = nil
    ) throws {
        FetchProgress.end()
        let lines = PlanText.lines(plan) + (rehearsal.map(LibraryRehearsal.lines) ?? [])
        // The change is what a person says yes to, so it is there before the question.
        switch format {
        case .text: if !lines.isEmpty { try StandardOutput.print(lines.joined(separator: "\n")) }
        case .json: StandardError.write(lines)
        }
        if consent.frozen, !plan.isEmpty {
            throw LibraryError(
                .config,
                "this would change \(Lock.fileName) or \(Manifest.fileName), and --frozen "
                    + "refuses that; nothing was changed",
                hint: "run it without --frozen where changes are made, and commit both files")
        }
        try GrantConsent.obtain(for: plan.change, consent)
        try workspace.checkForStop()
        try plan.write()
        if !plan.change.items.isEmpty, workspace.hasVendored {
            StandardError.write(
                "note: \(LibraryShelf.vendorFolder) has the libraries as they were; `graphene lib "
                    + "vendor` writes it anew")
        }
        switch format {
        case .json:
            var document = PlanText.document(plan, isWritten: !plan.isEmpty).object ?? [:]
            document["rehearsal"] = rehearsal.map(LibraryRehearsal.document)
            try StandardOutput.print(document: .object(document))
        case .text:
            try StandardOutput.print(
                plan.isEmpty
                    ? "nothing to change" : "wrote \(Manifest.fileName) and \(Lock.fileName)")
        }
    }
}
