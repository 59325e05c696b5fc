"""What a person waits for: the first prompt, a completion, and the check of many scripts."""

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time

PROMPT = b"simulator> "
DATABASES = 1000
SCRIPTS = 1000

# 50 lines each, as scripts are: parameters, look-ups, changes, a function, output.
SCRIPT = """local p = graphene.params {
  env = { type = "environment", default = "staging", help = "whose databases" },
  name = { type = "string", default = "*", help = "which of them" },
}

local M = {}

""" + "".join(f"""---Tells about one database.
function M.tell_{n}(db)
  local status = graphene.status(db)
  if status.needs_restart then
    graphene.log.info("it waits for a restart", {{ db = db.ref, state = status.state }})
  end
  return {{ name = db.name, state = status.state, at = graphene.time.now() }}
end

""" for n in range(4)) + """local changed = {}
for i, db in ipairs(graphene.databases { env = p.env, name = p.name, state = "running" }) do
  local _, restarted = graphene.restart(db, { timeout = "20m" })
  if restarted then changed[i] = M.tell_0(db) end
end
graphene.output("changed", changed)
return #changed
"""


class NotShown(OSError):
    """The terminal never showed what it was to show."""


class Terminal:
    """A program at a pseudo-terminal."""

    def __init__(self, argv, environment):
        self.output = b""
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execve(argv[0], argv, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))

    def type(self, text):
        self.output = b""
        os.write(self.descriptor, text)

    def wait_for(self, text, seconds=20):
        """Waits for a text in what comes from the last typing on, or from the last text on."""
        deadline = time.monotonic() + seconds
        while text not in self.output:
            left = deadline - time.monotonic()
            ready = left > 0 and select.select([self.descriptor], [], [], left)[0]
            piece = os.read(self.descriptor, 65536) if ready else b""
            if not piece:
                raise NotShown(f"{text!r} is not in {self.output[-300:]!r}")
            self.output += piece
        self.output = self.output.split(text, 1)[1]

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.descriptor)


@contextlib.contextmanager
def session(tools, folder, *options):
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "XDG_STATE_HOME": folder}
    terminal = Terminal([tools["graphene"], "repl", *options], environment)
    try:
        yield terminal
    finally:
        terminal.close()


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f} ms"


def first_prompt(table, tools, rounds):
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds + 2):
            began = time.perf_counter()
            with session(tools, folder, "--simulator") as terminal:
                terminal.wait_for(PROMPT)
                taken.append(time.perf_counter() - began)
    median, worst = statistics.median(taken[2:]), max(taken[2:])
    table.add(
        "first prompt of `repl --simulator`", milliseconds(median), "at worst",
        milliseconds(worst), reach="50 ms", met=median <= 0.05)


def large_account(tools, folder):
    """Writes a simulated account of many databases, and returns the file's path."""
    path = os.path.join(folder, "account.json")
    subprocess.run(
        [tools["graphene"], "eval", "--simulator-state", path, 'graphene.pause "staging/orders"'],
        check=True, capture_output=True)
    with open(path) as file:
        document = json.load(file)
    databases = document["cloud"]["databases"]
    usual = next(each for each in databases if each["name"] == "orders")
    for number in range(DATABASES):
        name = f"bench-{number:04d}"
        databases.append({**usual, "id": f"{number:032x}", "name": name})
    with open(path, "w") as file:
        json.dump(document, file)
    return path


def complete_once(terminal, typed, shown):
    """Types, presses Tab and gives the line up; returns the seconds from the key to the screen."""
    terminal.type(typed)
    terminal.wait_for(typed)
    began = time.perf_counter()
    terminal.type(b"\t")
    for text in shown:
        terminal.wait_for(text)
    taken = time.perf_counter() - began
    terminal.type(b"\x03")
    terminal.wait_for(PROMPT)
    return taken


def completion(table, tools, rounds):
    """From the key to the screen: names of the account, of the API, of the session."""
    listed = b"graphene.db 'production/bench-012"
    cases = {
        "ten databases of 1,000": (listed, (b"bench-0120", PROMPT + listed)),
        "a function": (b"graphene.restar", (b"t",)),
        "a name of the session": (b"collectgarb", (b"age",)),
    }
    with tempfile.TemporaryDirectory() as folder:
        account = large_account(tools, folder)
        with session(tools, folder, "--simulator-state", account) as terminal:
            terminal.wait_for(PROMPT)
            terminal.type(f"#graphene.databases() > {DATABASES}\n".encode())
            terminal.wait_for(b"true")
            terminal.wait_for(PROMPT)
            for what, (typed, shown) in cases.items():
                taken = [complete_once(terminal, typed, shown) for _ in range(rounds + 2)][2:]
                median = statistics.median(taken)
                table.add(
                    f"completion, {what}", milliseconds(median), "at worst",
                    milliseconds(max(taken)), reach="10 ms", met=median <= 0.01)


def checking(table, tools, rounds):
    lines = len(SCRIPT.splitlines())
    if lines != 50:
        raise ValueError(f"the script has {lines} lines")
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SCRIPTS):
            with open(os.path.join(folder, f"script_{number:04d}.lua"), "w") as file:
                file.write(SCRIPT)
        for _ in range(rounds):
            began = time.perf_counter()
            done = subprocess.run([tools["graphene"], "check", folder], capture_output=True)
            taken.append(time.perf_counter() - began)
            if done.returncode != 0:
                raise OSError(f"graphene check: {done.returncode}: {done.stdout[-300:]!r}")
    median = statistics.median(taken)
    table.add(
        "`check` of 1,000 scripts of 50 lines", f"{median:.2f} s", "at worst",
        f"{max(taken):.2f} s", reach="2 s", met=median <= 2)
