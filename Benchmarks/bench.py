#!/usr/bin/env python3
"""Measures graphene beside python3, node and lua5.4, in one run, and prints one table.

What is compared is run alternately, once each a round, so that a machine that slows down slows both
down; a ratio is the median of the rounds' ratios. Exits 1 when a reach is missed, 2 when something
could not be measured.
"""

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from interactive import checking, completion, first_prompt
from libraries import libraries

HERE = os.path.dirname(os.path.abspath(__file__))
# Live mode, so that time is real; nothing is ever asked of this address.
LIVE = {
    "GRAPHENE_API_URL": "http://127.0.0.1:1",
    "GRAPHENEDB_CLIENT_ID": "benchmark",
    "GRAPHENEDB_CLIENT_SECRET": "benchmark",
}
# Seconds of processor time, and megabytes, that scripts which do not stop by themselves get.
STOP_AFTER = 0.2
HEAP_MB = 64


class Failure(Exception):
    """Something that was to be measured did not run."""


def lua(name):
    return os.path.join(HERE, "lua", name)


def measured(argv, status):
    """Runs a command with no input and no output; returns its wall seconds and what it used."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    began = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
    _, ended, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    os.close(null)
    if os.waitstatus_to_exitcode(ended) != status:
        raise Failure(f"{' '.join(argv)}: exit {os.waitstatus_to_exitcode(ended)}")
    return wall, usage


def run_once(argv, status=0):
    """Runs a command; returns its wall and processor seconds."""
    wall, usage = measured(argv, status)
    return wall, usage.ru_utime + usage.ru_stime


def most_resident(argv, status=0):
    """Runs a command; returns the most kilobytes that it or one of its processes ever held."""
    return measured(argv, status)[1].ru_maxrss


def output_of(argv, environment=None):
    """Runs a command and returns what it printed."""
    done = subprocess.run(
        argv, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise Failure(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.stdout.strip()


def alternate(commands, rounds, warmups=2, statuses={}):
    """Runs each command once a round; returns a list of (wall, processor) for each name."""
    for _ in range(warmups):
        for name, argv in commands.items():
            run_once(argv, statuses.get(name, 0))
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name, argv in commands.items():
            taken[name].append(run_once(argv, statuses.get(name, 0)))
    return taken


def median_ratio(ours, theirs):
    return statistics.median(a / b for a, b in zip(ours, theirs))


class Table:
    """Rows of what was measured, against what, and whether that is within reach."""

    def __init__(self):
        self.rows = []
        self.missed = False

    def add(self, what, ours, against, theirs, ratio=None, reach=None, met=None):
        verdict = "" if met is None else "yes" if met else "NO"
        self.missed |= met is False
        self.rows.append((what, ours, against, theirs, ratio or "", reach or "", verdict))

    def __str__(self):
        head = ("what", "graphene", "against", "that", "ratio", "reach", "met")
        lines = [head, tuple("---" for _ in head), *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        cells = lambda line: (cell.ljust(width) for cell, width in zip(line, widths))
        return "\n".join("| " + " | ".join(cells(line)) + " |" for line in lines)


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f} ms"


def start_up(table, tools, rounds):
    commands = {
        "graphene": [tools["graphene"], "run", "--simulator", lua("empty.lua")],
        "python3": [tools["python3"], "-c", ""],
        "node": [tools["node"], "-e", ""],
        "lua5.4": [tools["lua5.4"], "-e", ""],
        "version": [tools["graphene"], "--version"],
    }
    taken = alternate(commands, rounds)
    walls = {name: [wall for wall, _ in each] for name, each in taken.items()}
    ours = milliseconds(statistics.median(walls["graphene"]))
    for other in ("python3", "node", "lua5.4"):
        ratio = median_ratio(walls["graphene"], walls[other])
        reach = {"python3": 1 / 3}.get(other)
        table.add(
            "start, empty script", ours, f"`{other}`",
            milliseconds(statistics.median(walls[other])), f"{ratio:.2f}",
            reach and "1/3", reach and ratio <= reach)
    table.add(
        "of which starting `graphene` alone", milliseconds(statistics.median(walls["version"])),
        "", "")


def first_line(table, tools, rounds):
    script_process = os.path.join(os.path.dirname(tools["graphene"]), "graphene-vm")
    command = [tools["first line"], script_process]
    median = statistics.median(float(output_of(command)) for _ in range(rounds))
    table.add(
        "from spawning the script process to its first line", f"{median:.1f} ms", "", "",
        reach="4 ms", met=median <= 4)


def stopping(table, tools, rounds):
    """Processor time beyond the limit, by how the script keeps from being stopped."""
    empty = [tools["graphene"], "run", "--simulator", lua("empty.lua")]
    for name in ("loop", "swallow", "pattern"):
        script = lua(f"stop_{name}.lua")
        taken = alternate({
            "stopped": [tools["graphene"], "run", "--simulator", f"--cpu={STOP_AFTER * 1e3:.0f}ms",
                        script],
            "empty": empty,
        }, rounds, statuses={"stopped": 124})
        over = [
            stopped - usual - STOP_AFTER
            for (_, stopped), (_, usual) in zip(taken["stopped"], taken["empty"])
        ]
        table.add(
            f"stopped after its processor time, {name}", milliseconds(statistics.median(over)),
            "at worst", milliseconds(max(over)))


def heap_peak(table, tools, rounds):
    """Resident memory of a script process that takes all the heap there is, in every size."""
    command = [tools["graphene"], "run", "--simulator", f"--memory={HEAP_MB}", lua("heap.lua")]
    most = max(most_resident(command) for _ in range(rounds))
    table.add(
        "resident memory at worst, all of the heap taken", f"{most / 1024:.0f} MB", "the limit",
        f"{HEAP_MB} MB", f"{most / 1024 / HEAP_MB:.2f}")


def effect(table, tools, rounds):
    command = [tools["graphene"], "run", lua("effects.lua")]
    ours, closures = [], []
    for _ in range(rounds):
        ours.append(float(output_of(command, LIVE)))
        closures.append(float(output_of([tools["closure"]])))
    median = statistics.median(ours)
    table.add(
        "one effect and its answer", f"{median:.2f} µs", "Swift closure called from Lua",
        f"{statistics.median(closures) * 1e3:.0f} ns", f"{median_ratio(ours, closures):.0f}",
        "30 µs", median <= 30)


def spellings(script, folder):
    """The script, and five more in which the fields of its records have other names.

    What a field's name costs is a matter of luck: `lua5.4` draws the seed of its string hash for each
    run, and graphene has one for each build.
    """
    yield script
    with open(script) as file:
        text = file.read()
    for index, ending in enumerate(("s", "0", "_at", "_km", "_old")):
        path = os.path.join(folder, f"{index}.lua")
        with open(path, "w") as file:
            file.write(re.sub(r"(?<=\.)(v?[xyz]|mass)\b|\b(v?[xyz]|mass)(?= = )",
                              lambda found: found[0] + ending, text))
        yield path


def pure_lua(table, tools, rounds):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("fib", "strings", "sort", "nbody"):
            scripts = [lua(name + ".lua")]
            if name == "nbody":
                scripts = list(spellings(scripts[0], folder))
            pure_lua_script(table, tools, rounds, name, scripts)


def pure_lua_script(table, tools, rounds, name, scripts):
    net = {"ours": [], "theirs": []}
    for script in scripts:
        graphene = [tools["graphene"], "run", "--simulator", script]
        reference = [tools["lua5.4"], script]
        if output_of(graphene) != output_of(reference):
            raise Failure(f"{name}.lua gave another result than under lua5.4")
        taken = alternate({
            "ours": graphene, "ours empty": [*graphene[:-1], lua("empty.lua")],
            "theirs": reference, "theirs empty": [tools["lua5.4"], lua("empty.lua")],
        }, -(-rounds // len(scripts)), warmups=1)
        # Processor time, without that of starting: the host process only waits meanwhile.
        for who, seconds in net.items():
            seconds += [
                full - empty
                for (_, full), (_, empty) in zip(taken[who], taken[who + " empty"])
            ]
    ratio = median_ratio(net["ours"], net["theirs"])
    table.add(
        f"pure Lua, {name}", milliseconds(statistics.median(net["ours"])), "`lua5.4`",
        milliseconds(statistics.median(net["theirs"])), f"{ratio:.3f}", "1.05", ratio <= 1.05)


def waiting_tasks(table, tools, rounds):
    command = [tools["graphene"], "run", lua("tasks.lua")]
    median = statistics.median(float(output_of(command, LIVE)) for _ in range(rounds))
    table.add(
        "1,000 tasks waiting 100 ms", f"{median:.0f} ms", "the waiting itself", "100 ms",
        f"{median / 100:.2f}", "1.5", median <= 150)


def resident_kilobytes(pid):
    """The most a process has ever had in memory."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    raise Failure(f"process {pid} does not show its memory")


def script_process_of(host, deadline=5.0):
    """The id of the script process that a host has started."""
    until = time.monotonic() + deadline
    while time.monotonic() < until:
        for thread in os.listdir(f"/proc/{host}/task"):
            with open(f"/proc/{host}/task/{thread}/children") as children:
                found = children.read().split()
            if found:
                return int(found[0])
        time.sleep(0.01)
    raise Failure("no script process was seen")


def memory(table, tools, rounds):
    ours, theirs = [], []
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for _ in range(rounds):
        host = subprocess.Popen(
            [tools["graphene"], "run", lua("idle.lua")], env={**os.environ, **LIVE}, **quiet)
        reference = subprocess.Popen([tools["lua5.4"], "-e", "io.read()"], **quiet)
        try:
            script_process = script_process_of(host.pid)
            time.sleep(0.5)
            ours.append(resident_kilobytes(script_process))
            theirs.append(resident_kilobytes(reference.pid))
        finally:
            for process in (host, reference):
                process.stdin.close()
                process.kill()
                process.wait()
    ratio = median_ratio(ours, theirs)
    table.add(
        "resident memory, script process", f"{statistics.median(ours) / 1024:.1f} MB", "`lua5.4`",
        f"{statistics.median(theirs) / 1024:.1f} MB", f"{ratio:.2f}", "3", ratio <= 3)


def machine():
    with open("/proc/cpuinfo") as cpuinfo:
        model = next((line.split(":", 1)[1].strip() for line in cpuinfo
                      if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphene", required=True, help="the release build")
    parser.add_argument("--closure-benchmark", required=True, help="its built executable")
    parser.add_argument("--first-line-benchmark", required=True, help="its built executable")
    parser.add_argument("--only", help="measure only what has this in its name, such as memory")
    parser.add_argument("--rounds", type=int, help="rounds of each; its own number by default")
    parser.add_argument("--strict", action="store_true", help="fail when a reach is missed")
    arguments = parser.parse_args()
    tools = {
        "graphene": os.path.abspath(arguments.graphene),
        "closure": os.path.abspath(arguments.closure_benchmark),
        "first line": os.path.abspath(arguments.first_line_benchmark),
        # Not a version manager's shim: this very interpreter.
        "python3": os.path.realpath(sys.executable),
        "node": shutil.which("node"),
        "lua5.4": shutil.which("lua5.4"),
    }
    print(f"Measured on {machine()}.\n")
    table, failed = Table(), False
    for measure, rounds in (
            (start_up, 40), (first_line, 5), (first_prompt, 20), (completion, 20), (checking, 3),
            (stopping, 11), (heap_peak, 3), (effect, 5), (pure_lua, 31), (waiting_tasks, 5),
            (memory, 3), (libraries, 20)):
        if arguments.only and arguments.only not in measure.__name__:
            continue
        try:
            measure(table, tools, arguments.rounds or rounds)
        except (Failure, OSError, TypeError, ValueError) as failure:
            print(f"bench: {measure.__name__}: {failure}", file=sys.stderr)
            failed = True
    print(table)
    return 2 if failed else 1 if table.missed and arguments.strict else 0


if __name__ == "__main__":
    sys.exit(main())
