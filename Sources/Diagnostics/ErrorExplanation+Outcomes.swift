/// Explanations of what came in between, ran out, or went wrong on the way.
extension ErrorCode {
    var explanationOfTryingLater: ErrorExplanation {
        switch self {
        case .locked:
            ErrorExplanation(
                "Somebody else's operation is running on the database, and did not end within "
                    + "`locked_timeout`. Ours was not begun.",
                causes: [
                    "a scheduled snapshot, or a colleague's change",
                    "an earlier run that was killed, whose operation goes on in the cloud",
                ],
                remedies: [
                    "`graphene ps NAME` tells the operation and since when it runs",
                    "run it again later, or raise `locked_timeout`",
                ])
        case .quota:
            ErrorExplanation(
                "The account has as much of it as it may have. Nothing was made.",
                causes: [
                    "copies of earlier runs that nobody deleted",
                    "the most manual snapshots that a database may have",
                ],
                remedies: [
                    "`graphene ps` shows the age of young databases; `scripts/orphans.lua` finds "
                        + "leftover copies",
                    "delete what is not needed, or have the quota raised",
                ])
        case .rateLimited:
            ErrorExplanation(
                "The cloud asked for fewer requests, again and again. Reading was given up; a change "
                    + "was not sent.",
                causes: [
                    "other scripts or dashboards use the same API client",
                    "`--rate` is set too high",
                ],
                remedies: [
                    "run it again in some minutes",
                    "lower `--rate`, or `concurrency` in the script",
                ])
        case .unavailable:
            ErrorExplanation(
                "The cloud could not be reached, or answered with errors of its own, until patience "
                    + "was spent. A change that may have arrived is `outcome_unknown` instead.",
                causes: [
                    "an outage of the API, or of the way to it: name service, proxy, TLS",
                    "a wrong `--api-url`",
                ],
                remedies: [
                    "`graphene doctor` tries the way step by step",
                    "look at the provider's status page, and run it again later",
                ])
        default:
            ErrorExplanation(
                "The database, or its environment, is in a state in which this cannot be done. It "
                    + "was not begun.",
                causes: [
                    "it is paused, or being changed, where it must be running",
                    "the name is taken already",
                    "what is there is older than the script accepts (`max_age`)",
                ],
                remedies: [
                    "`graphene ps NAME` tells the present state",
                    "bring it into the right state, or wait for it with `graphene.wait`",
                ])
        }
    }

    var explanationOfEnding: ErrorExplanation {
        switch self {
        case .timeLimit:
            ErrorExplanation(
                "The script used up its processor time. Waiting for the cloud is not counted.",
                causes: [
                    "an endless loop; the message names the line", "work on very large tables",
                ],
                remedies: ["look at the line", "give it more with `--cpu 60s`"])
        case .memoryLimit:
            ErrorExplanation(
                "The script used up its memory.",
                causes: [
                    "a table or a text that grows without end", "an answer that is very large",
                ],
                remedies: ["look at the line", "give it more with `--memory 256`"])
        case .cancelled:
            ErrorExplanation(
                "A person or the system stopped the run, by Ctrl-C or SIGTERM. Nothing new was "
                    + "begun after that, handlers ran, and what the cloud had accepted goes on.",
                causes: ["Ctrl-C", "a stopped unit, container or CI job"],
                remedies: [
                    "the last lines say what was done, what goes on, and what was not started",
                    "`graphene runs show ID --refresh` asks the cloud how it went on",
                ])
        default:
            ErrorExplanation(
                "It was not done in the time it was given. The cloud may still be at work on it: "
                    + "waiting ended, not the operation.",
                causes: [
                    "a large database: copies take their time by size",
                    "a state that is never reached, because nobody asked for it",
                    "`timeout` or `--timeout` is too short",
                ],
                remedies: [
                    "`graphene ps NAME` tells whether it goes on",
                    "wait for it with `err.operation:wait()`, or raise `timeout`; do not simply run "
                        + "it again",
                ])
        }
    }

    var explanationOfDamage: ErrorExplanation {
        switch self {
        case .unhealthy:
            ErrorExplanation(
                "A check did not pass. What was to follow it was not done.",
                causes: [
                    "the database runs and does not answer, as `check = \"bolt\"` found",
                    "a script's own check, by `graphene.fail`",
                ],
                remedies: [
                    "`graphene probe NAME` shows at which step it fails",
                    "read the message: a script says there what it missed",
                ])
        case .rollbackFailed:
            ErrorExplanation(
                "Something failed, and so did undoing it. What the run had done before is not all "
                    + "undone: a person must look.",
                causes: [
                    "the cloud failed for the handler too",
                    "an error in the handler itself",
                ],
                remedies: [
                    "`graphene runs show ID` lists what was done, in order",
                    "undo the rest by hand, the last first",
                ])
        case .partial:
            ErrorExplanation(
                "Some of it was done and some was not; neither is undone.",
                causes: [
                    "some items of `graphene.map` failed",
                    "the cloud did a part of what it was asked",
                ],
                remedies: [
                    "the last lines list what was done and what was not, with its own error",
                    "mend what those say and run it again: what is done already is left alone",
                ])
        case .outcomeUnknown:
            ErrorExplanation(
                "A change was sent, its answer was lost, and reading the cloud's state did not tell "
                    + "either. It may be done or not, so it was not sent again.",
                causes: [
                    "the connection broke at the wrong moment",
                    "an outage that began while the request was under way",
                ],
                remedies: [
                    "`graphene runs show ID --refresh` asks the cloud again",
                    "look in the console before you run it again",
                ])
        default:
            ErrorExplanation(
                "The cloud took the operation on and then failed at it. The database may be in a "
                    + "state of failure.",
                causes: [
                    "trouble on the cloud's side", "not enough room on the plan for the data",
                ],
                remedies: [
                    "`graphene ps NAME` tells the present state",
                    "give the operation's id and the request id from the message to the cloud's "
                        + "support",
                ])
        }
    }

    var explanationOfFault: ErrorExplanation {
        switch self {
        case .vmCrashed:
            ErrorExplanation(
                "The process that ran the script ended without a word. Handlers did not run; what "
                    + "the cloud had accepted goes on.",
                causes: [
                    "a bug in the script process or in Lua", "the system ended it: out of memory",
                ],
                remedies: [
                    "`graphene runs show ID` lists what was done",
                    "run it again; if it happens again, tell us, with the script if you can",
                ])
        case .internal:
            ErrorExplanation(
                "A bug of ours. What was done is in the run's record.",
                causes: ["an assumption in graphene that does not hold"],
                remedies: [
                    "`graphene runs show ID` lists what was done",
                    "tell us, with the message and the output of `graphene --version`",
                ])
        default:
            ErrorExplanation(
                "The script itself failed: an error that it raised, or a mistake in its Lua.",
                causes: [
                    "`error(…)`, `assert(…)` or `graphene.fail(…)` in the script",
                    "a nil value that was indexed or called",
                ],
                remedies: [
                    "look at the line that the message names; `-v` adds the traceback",
                    "try it without risk: `--simulator`, or `--rehearse`",
                ])
        }
    }
}
