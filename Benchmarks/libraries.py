"""What libraries cost: a run with 50 of them beside one with none, and their full verification."""

import os
import statistics
import subprocess
import tempfile
import time

LIBRARIES = 50
LARGE = 4
# Files and bytes of a library: of one that is like others, and of one that takes time to read.
USUAL = (20, 5 << 10)
HEAVY = (60, 1 << 20)


def command(argv, environment, folder=None, stdin=None):
    done = subprocess.run(argv, env=environment, cwd=folder, input=stdin, capture_output=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(argv)}: {done.returncode}: {done.stderr[-300:]!r}")


def release(root, name, files, size, environment):
    """Makes a bare repository with a version of a library, and returns its address."""
    folder = os.path.join(root, name + ".git")
    command(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], environment)
    contents = {"graphene.toml": f'[package]\nname = "{name}"\nexports = {{ init = "0.lua" }}\n'.encode()}
    for number in range(files):
        contents[f"{number}.lua"] = b"return {}\n--" + os.urandom(size // 2 - 8).hex().encode()
    stream = b"commit refs/heads/main\ncommitter B <b@example.com> 0 +0000\ndata 0\n"
    for path, content in contents.items():
        stream += b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)
    command(["git", "--git-dir", folder, "fast-import", "--quiet"], environment, stdin=stream)
    command(["git", "--git-dir", folder, "tag", "v1.0.0", "refs/heads/main"], environment)
    return "file://" + folder


def project(root, name, count, shape, tools, environment):
    """Makes a project with that many locked libraries, and returns its folder."""
    folder = os.path.join(root, name)
    os.makedirs(os.path.join(folder, ".git"))
    with open(os.path.join(folder, "graphene.toml"), "w") as manifest:
        manifest.write(f'[package]\nname = "{name}"\n[dependencies]\n')
        for number in range(count):
            url = release(root, f"{name}_{number}", *shape, environment)
            manifest.write(f'{name}_{number} = {{ git = "{url}", version = "^1.0" }}\n')
    with open(os.path.join(folder, "empty.lua"), "w"):
        pass
    if count:
        command([tools["graphene"], "lib", "add"], environment, folder)
    return folder


def wall(argv, environment, folder):
    began = time.perf_counter()
    command(argv, environment, folder)
    return time.perf_counter() - began


def libraries(table, tools, rounds):
    with tempfile.TemporaryDirectory() as root:
        environment = {
            "PATH": os.environ["PATH"], "HOME": root, "XDG_CACHE_HOME": root + "/cache",
            "GRAPHENE_STATE_DIR": root + "/state", "GIT_CONFIG_NOSYSTEM": "1",
        }
        folders = {
            "none": project(root, "none", 0, USUAL, tools, environment),
            "many": project(root, "many", LIBRARIES, USUAL, tools, environment),
        }
        run = [tools["graphene"], "run", "--simulator", "empty.lua"]
        taken = {name: [] for name in folders}
        for number in range(rounds + 2):
            for name, folder in folders.items():
                seconds = wall(run, environment, folder)
                if number >= 2:
                    taken[name].append(seconds)
        medians = {name: statistics.median(each) for name, each in taken.items()}
        more = statistics.median(a - b for a, b in zip(taken["many"], taken["none"]))
        table.add(
            f"run with {LIBRARIES} locked libraries", f"{medians['many'] * 1e3:.1f} ms",
            "a project without", f"{medians['none'] * 1e3:.1f} ms", f"+{more * 1e3:.1f} ms",
            "+10 ms", more <= 0.010)
        heavy = project(root, "heavy", LARGE, HEAVY, tools, environment)
        seconds = statistics.median(
            wall([tools["graphene"], "lib", "verify"], environment, heavy) for _ in range(5))
        speed = LARGE * HEAVY[0] * HEAVY[1] / seconds / 1e6
        table.add(
            f"`lib verify` of {LARGE * HEAVY[0]} MB", f"{speed:.0f} MB/s", "", "",
            reach="500 MB/s", met=speed >= 500)
        # What was stored is read-only, also to whoever removes it.
        command(["chmod", "-R", "u+w", root + "/cache"], environment)
