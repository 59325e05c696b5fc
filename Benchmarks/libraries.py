"""What libraries cost: a run with 50 of them beside one with none, and their full verification."""

import os
import statistics
import subprocess
import tempfile
import time

LIBRARIES = 50
LARGE = 4
# Files of a library, and the bytes of the smallest and of the largest: of one that is like others,
# and of two that take time to read.
USUAL = (20, 5 << 10, 5 << 10)
HEAVY = (60, 1 << 20, 1 << 20)
SMALL = (1000, 4 << 10, 16 << 10)


def command(argv, environment, folder=None, stdin=None):
    done = subprocess.run(argv, env=environment, cwd=folder, input=stdin, capture_output=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(argv)}: {done.returncode}: {done.stderr[-300:]!r}")


def sizes(shape):
    files, least, most = shape
    return [least + (most - least) * number // files for number in range(files)]


def release(root, name, shape, environment):
    """Makes a bare repository with a version of a library, and returns its address."""
    folder = os.path.join(root, name + ".git")
    command(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], environment)
    contents = {"graphene.toml": f'[package]\nname = "{name}"\nexports = {{ init = "0.lua" }}\n'.encode()}
    for number, size in enumerate(sizes(shape)):
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
            url = release(root, f"{name}_{number}", shape, environment)
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
        for name, shape, files in [
            ("heavy", HEAVY, "files of 1 MB"), ("small", SMALL, "files of 4 to 16 KB"),
        ]:
            folder = project(root, name, LARGE, shape, tools, environment)
            seconds = statistics.median(
                wall([tools["graphene"], "lib", "verify"], environment, folder) for _ in range(5))
            size = LARGE * sum(sizes(shape)) / 1e6
            table.add(
                f"`lib verify` of {size:.0f} MB in {files}", f"{size / seconds:.0f} MB/s", "", "",
                reach="500 MB/s", met=size / seconds >= 500)
        # What was stored is read-only, also to whoever removes it.
        command(["chmod", "-R", "u+w", root + "/cache"], environment)
