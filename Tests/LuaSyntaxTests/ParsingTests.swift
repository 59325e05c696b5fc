import LuaSyntax
import Testing

struct StatementTests {
    private static let statements: [(String, String)] = [
        ("", ""), (";;;", ""), ("x = 1;", "(set x = 1)"),
        ("a.b, c[1] = 1, 2", "(set a.b c[1] = 1 2)"),
        ("local a", "(local a)"), ("local a, b = f()", "(local a b f())"),
        ("local a <const>, b <close> = 1", "(local a<const> b<close> 1)"),
        ("local function f(a, ...) end", "(local-function f (fn [a ...] ))"),
        ("function a.b.c:d() return self end", "(function a.b.c:d (fn [] (return self)))"),
        ("function f(a, b) end", "(function f (fn [a b] ))"),
        ("do local x end", "(do (local x))"), ("while a do b() end", "(while a b())"),
        ("repeat local x until x", "(repeat (local x) x)"),
        (
            "if a then b() elseif c then else d() end",
            "(if a (then b()) c (then ) (else d()))"
        ),
        ("for i = 1, 2 do end", "(for i 1 2 )"), ("for i = 1, 2, 3 do end", "(for i 1 2 3 )"),
        ("for k, v in pairs(t) do break end", "(for k v in pairs(t) break)"),
        ("::a:: ::b:: goto a", "::a:: ::b:: (goto a)"), ("return", "(return)"),
        ("return 1, f();", "(return 1 f())"), ("f() g()", "f() g()"),
        ("f()\n(g)()", "f()(g)()"),
    ]

    @Test(arguments: statements)
    func `a statement becomes a tree`(source: String, tree: String) throws {
        #expect(try TreeText.of(source) == tree)
    }
}

struct ExpressionTests {
    private static let expressions: [(String, String)] = [
        ("a - b + c", "(+ (- a b) c)"), ("a + b * c", "(+ a (* b c))"),
        ("a * b + c", "(+ (* a b) c)"), ("a ^ b ^ c", "(^ a (^ b c))"),
        ("a .. b .. c", "(.. a (.. b c))"), ("-x ^ 2", "(- (^ x 2))"),
        ("2 ^ -3 * 4", "(* (^ 2 (- 3)) 4)"), ("not a == b", "(== (not a) b)"),
        ("a or b and c", "(or a (and b c))"), ("a and b or c", "(or (and a b) c)"),
        ("a < b == c", "(== (< a b) c)"), ("a | b ~ c & d", "(| a (~ b (& c d)))"),
        ("a << 1 + 2", "(<< a (+ 1 2))"), ("a .. b << c", "(<< (.. a b) c)"),
        ("1 // 2 % 3 / 4", "(/ (% (// 1 2) 3) 4)"), ("#t - ~x", "(- (# t) (~ x))"),
        ("a >= b ~= (c <= d)", "(~= (>= a b) (paren (<= c d)))"), ("a >> b > c", "(> (>> a b) c)"),
        ("f{}, g'x', h[[y]]", "f<{}> g<\"x\"> h<\"y\">"),
        ("a.b[1]:c(2, 3)'x'.d", "a.b[1]:c(2 3)<\"x\">.d"), ("(f())", "(paren f())"),
        ("{1, a = 2; [b] = 3, ...}", "{1 a=2 [b]=3 ...}"), ("{f{}; g}", "{f<{}> g}"),
        ("nil, true, false, ...", "nil true false ..."),
        ("function(a) return a end", "(fn [a] (return a))"),
    ]

    @Test(arguments: expressions)
    func `an expression becomes a tree`(source: String, tree: String) throws {
        #expect(try TreeText.of("return \(source)") == "(return \(tree))")
    }
}

struct RangeTests {
    private static let statements = [
        "local a <const>, b = 1, f(2)", "local function f() end", "function a.b:c() end",
        "a.b, c = 1, 2 + 3", "f(1).g 'x'", "do end", "while a do b() end", "repeat until a",
        "if a then elseif b then else end", "for i = 1, 2 do end", "for k in a do end",
        "goto e", "::f::", "return a",
    ]

    @Test(arguments: statements)
    func `a statement's range is all of it`(text: String) throws {
        let chunk = try Chunk(parsing: Array("::e:: x() --c\n\(text) ;".utf8))

        let range = try #require(chunk.block.statements.dropFirst(2).first?.range)

        #expect(chunk.source.text(range) == text)
    }

    @Test func `expressions and names have theirs`() throws {
        let chunk = try Chunk(parsing: Array("return (a + b.c) * -d[1], { x = 2 }".utf8))

        guard case .return(let values) = chunk.block.statements[0].kind,
            case .operation(let operation) = values[0].kind
        else {
            Issue.record("it is no operation")
            return
        }
        #expect(values.map { chunk.source.text($0.range) } == ["(a + b.c) * -d[1]", "{ x = 2 }"])
        #expect(chunk.source.text(operation.first.range) == "(a + b.c)")
        #expect(chunk.source.text(operation.steps[0].operatorRange) == "*")
        #expect(chunk.source.text(operation.steps[0].operand.range) == "-d[1]")
    }

    @Test(arguments: [
        ("graphene.run.id:sub(1).x", ["graphene", "run", "id"]), ("f()", ["f"]), ("(f).x()", []),
        ("a[1].b()", ["a"]),
    ])
    func `the names that an expression begins with are its leading path`(
        source: String, path: [String]
    ) throws {
        let chunk = try Chunk(parsing: Array("return \(source)".utf8))

        guard case .return(let values) = chunk.block.statements[0].kind,
            case .suffixed(let suffixed) = values[0].kind
        else {
            Issue.record("it has no suffixes")
            return
        }
        #expect(suffixed.leadingPath.map(\.text) == path)
    }
}
