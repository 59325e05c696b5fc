import CloudClient
import ScriptWire

/// What hands rights from one module to another.
enum Delegation {
    static let all = [delegate]

    static let delegate = HostFunction(
        script: "delegate",
        "Makes an object with some of your own functions for one database, to hand to a library.",
        Parameter<DatabaseReference>("db", "the database"),
        Parameter<[String]>(
            "verbs", "the methods of a database that it gets: `{\"pause\", \"resume\"}`"),
        returns: """
            an object with those methods, and `db`; they have the rights of the module that called \
            `graphene.delegate`, whoever calls them
            """,
        results: ["table delegate"],
        raises: [],
        example: """
            -- a handle carries no rights: `staging:pause()` in a library is the library's own pause.
            -- What it was not granted can be handed to it, for one database, or as a function.
            local staging = graphene.db("staging/orders")
            local hand = graphene.delegate(staging, { "pause", "resume" })
            local function quiet(target) return target:pause() end -- stands for a library's
            print(quiet(hand), hand.db.ref)
            """,
        failing: #"graphene.delegate("staging/orders", { "pauze" })"#)
}
