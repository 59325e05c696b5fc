extension LuaDefinitions {
    /// What files of tests have besides: `test`, `expect`, and the classes behind them.
    static var tests: String {
        let shown = APITable.all.filter { $0.visibility == .test }
        var parts = [
            "---@meta",
            "---What can be expected of a value.\n---@class graphene.Expectation\n"
                + "local Expectation = {}",
            "---A test's account.\n---@class graphene.TestCloud\nlocal TestCloud = {}",
        ]
        for function in shown {
            if let options = LuaClass.options(of: function) { parts.append(options) }
            let signature = LuaSignature(function)
            let name = function.name.replacing("expect.", with: "Expectation.", maxReplacements: 1)
                .replacing("cloud.", with: "TestCloud.", maxReplacements: 1)
            let lines =
                LuaComment.lines(of: function) + signature.annotations
                + ["function \(name)(\(signature.names)) end"]
            parts.append(lines.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
