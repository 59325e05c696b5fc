import AccountConfiguration
import CloudClient
import ScriptAPI
import TOMLDocument

@testable import ScriptHost

/// A stage that a test asks one thing after the other.
final class Judge<Stage: ChangeStage> {
    var stage: Stage

    init(_ stage: Stage) { self.stage = stage }

    func judge(_ change: JudgedChange) -> ChangeRefusal? { stage.judge(change) }
}

extension Judge where Stage == Protection {
    /// Rules that stand in `config.toml`, one a line from 3 on.
    static func protecting(
        _ texts: [String], except exceptions: [String] = []
    ) throws -> Judge {
        let rules = try texts.enumerated().map { index, text in
            try ProtectionRule(text, .file("config.toml", line: index + 3))
        }
        return Judge(Protection(rules, except: try exceptions.map { try ExplicitTarget($0) }))
    }

    func survey(_ subjects: [ChangeSubject]) -> [String] { stage.survey(subjects) }
}

extension ChangeSubject {
    /// `production/orders`; its id follows from its name.
    static func sample(
        _ reference: String, id: String? = nil, at addresses: [String]? = ["db.example.com"],
        namesakes: Int = 1
    ) -> ChangeSubject {
        let parts = reference.split(separator: "/", maxSplits: 1).map(String.init)
        return ChangeSubject(
            id: id ?? "id of \(reference)", environment: parts[0], name: parts[1],
            addresses: addresses, namesakes: namesakes)
    }
}

extension JudgedChange {
    static func sample(
        _ verb: Verb, _ databases: ChangeSubject..., making: ChangeSubject? = nil,
        number: UInt64 = 1, moment: ProposedChange.Moment = .sending
    ) -> JudgedChange {
        JudgedChange(
            number: number, verb: verb, effect: APITable[verb.rawValue]?.effect ?? .destructive,
            moment: moment, databases: databases, making: making)
    }
}
