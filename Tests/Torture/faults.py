"""Faults around a run: full disks, closed pipes, signals, files that vanish; the right message, the right status, nothing lost."""

import fcntl
import os
import pty
import random
import resource
import signal
import stat
import subprocess
import time
import tty

from harness import CANARY, Failure, Skip, archive, case, check, expect_all, ids, limit, lines, record, wait_for


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


@case
def full_disk(program, folder):
    path = write(folder, "in.ndjson", archive(3000))
    for words, data in [(["score"], archive(1)), (["score", path], b""), (["score", "-j1", "--to", "csv", path], b""), (["explain"], b"hello"), (["--version"], b""), (["score", "--help"], b"")]:
        with open("/dev/full", "wb") as full:
            outcome = program.run(words, data, stdout=full)
        check(outcome.status == 3 and b"No space left on device" in outcome.err and len(lines(outcome.err)) == 1, f"{words}: {outcome.status} {outcome.err}")


@case
def small_disk(program, folder):
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode != 0:
        raise Skip("a small disk cannot be mounted here")
    try:
        target = write(folder, "labels", b"old\n")
        outcome = program.run(["score", "-o", target], archive(5000))
        check(outcome.status == 3 and b"No space left" in outcome.err, f"{outcome.status} {outcome.err}")
        check(read(target) == b"old\n" and os.listdir(folder) == ["labels"], f"left behind: {os.listdir(folder)}")
    finally:
        subprocess.run(["umount", folder], check=True)


@case
def a_file_that_may_not_grow(program, folder):
    path = os.path.join(folder, "out")
    with open(path, "wb") as out:
        def before():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        outcome = program.run(["score"], archive(5000), stdout=out, stderr=subprocess.DEVNULL, before=before)
    check(outcome.status == 3, f"status {outcome.status}")


@case
def closed_descriptors(program, _):
    for closed, status in [(1, 3), (2, 0), (0, 3)]:
        outcome = program.run(["score"], archive(3), before=lambda: os.close(closed))
        check(outcome.status == status, f"descriptor {closed} closed: status {outcome.status} {outcome.err}")
    outcome = program.run(["score"], b"nonsense\n{\n" * 100, stderr=open("/dev/full", "wb"))
    check(outcome.status in (0, 1), f"full standard error: {outcome.status}")


@case
def a_pipe_that_closes(program, folder):
    path = write(folder, "in.ndjson", archive(20000))
    for taken in [0, 1, 1 << 18]:
        for ignores in [False, True]:
            process = program.start(["score", path], preexec_fn=(lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN)) if ignores else None)
            got = 0
            while got < taken:
                got += len(process.stdout.read1(min(taken - got, 65536)))
            process.stdout.close()
            check(process.wait(30) == 0 and process.stderr.read() == b"", f"after {taken} bytes: {process.returncode}")
            process.stderr.close()


@case
def a_reader_that_waits(program, _):
    reader, writer = os.pipe()
    process = program.start(["score"], stdin=reader, stderr=subprocess.DEVNULL)
    os.close(reader)
    fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
    data, sent, last = archive(200000), 0, time.time()
    # Nobody takes what comes out: soon nothing more is taken in.
    while time.time() - last < 3 and sent < len(data):
        try:
            sent += os.write(writer, data[sent:sent + 65536])
            last = time.time()
        except BlockingIOError:
            time.sleep(0.05)
    process.kill()
    process.wait()
    process.stdout.close()
    os.close(writer)
    check(sent < 16 << 20 and sent < len(data), f"took in {sent >> 20} MB")


@case
def one_byte_at_a_time_and_stopped(program, _):
    data = archive(40)
    reader, writer = os.pipe()
    process = program.start(["score"], stdin=reader)
    os.close(reader)
    for index in range(len(data)):
        os.write(writer, data[index:index + 1])
        if index % 400 == 0:
            process.send_signal(signal.SIGSTOP)
            process.send_signal(signal.SIGCONT)
    os.close(writer)
    out, _ = process.communicate(timeout=30)
    check(process.returncode == 0 and len(lines(out)) == 40, f"{process.returncode}, {len(lines(out))} labels")


@case
def an_output_that_does_not_block(program, _):
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
    source = archive(20000)
    process = program.start(["score"], stdin=subprocess.PIPE, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    if os.fork() == 0:
        process.stdin.write(source)
        os._exit(0)
    process.stdin.close()
    out = b""
    while piece := os.read(reader, 4096):
        out += piece
    os.close(reader)
    check(process.wait(30) == 0 and len(lines(out)) == 20000, f"{process.returncode}, {len(lines(out))} labels")
    os.wait()
    process.stderr.close()


@case
def a_label_comes_before_the_input_ends(program, _):
    process = program.start(["score", "--line-buffered"], stdin=subprocess.PIPE)
    process.stdin.write(archive(1))
    process.stdin.flush()
    check(b'"id":"1"' in process.stdout.readline(), "no label")
    process.stdin.close()
    check(process.wait(20) == 0, "status")
    process.stdout.close()
    process.stderr.close()


@case
def signals(program, _):
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

    def heed():
        # A shell lets what it starts in the background ignore some of them.
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
    for number in numbers:
        process = program.start(["score"], stdin=subprocess.PIPE, preexec_fn=heed)
        process.stdin.write(archive(10))
        process.stdin.flush()
        time.sleep(0.1)
        process.send_signal(number)
        check(process.wait(10) != 0, "ended as if all were well")
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


@case
def inputs_that_cannot_be_read(program, folder):
    good = write(folder, "good.ndjson", archive(2))
    loop = os.path.join(folder, "loop")
    os.symlink(loop, loop)
    for path in [os.path.join(folder, "missing"), folder, loop, "/proc/self/mem", os.path.join(folder, "x" * 300)]:
        outcome = program.run(["score", path, good])
        expect_all(outcome, 2, status=3)
        check(len(lines(outcome.err)) == 1 and outcome.err.startswith(b"undertone: cannot read '"), outcome.err)
        # With -o nothing appears that looks complete.
        target = os.path.join(folder, "labels")
        check(program.run(["score", "-o", target, path, good]).status == 3 and not os.path.exists(target), "an incomplete file appeared")
    outcome = program.run(["score"], stdin=os.open(folder, os.O_RDONLY))
    check(outcome.status == 3 and outcome.err == b"undertone: cannot read 'standard input': Is a directory\n", outcome.err)


@case
def an_error_in_the_middle_of_an_input(program, folder):
    # A terminal whose other side goes away gives what was written, then an error.
    master, slave = pty.openpty()
    tty.setraw(slave)
    process = program.start(["score", "--from", "ndjson", "-o", os.path.join(folder, "labels"), "-"], stdin=master)
    os.close(master)
    os.write(slave, archive(20))
    time.sleep(0.5)
    os.close(slave)
    _, err = process.communicate(timeout=30)
    check(process.returncode == 3 and err == b"undertone: cannot read 'standard input': Input/output error\n", f"{process.returncode} {err}")
    check(os.listdir(folder) == [], f"left behind: {os.listdir(folder)}")
    master, slave = pty.openpty()
    tty.setraw(slave)
    process = program.start(["score", "--from", "ndjson", "-"], stdin=master)
    os.close(master)
    os.write(slave, archive(20))
    time.sleep(0.5)
    os.close(slave)
    out, _ = process.communicate(timeout=30)
    check(process.returncode == 3 and len(lines(out)) == 20, f"{process.returncode}: {len(lines(out))} of 20 labels before the error")


@case
def a_file_that_vanishes_and_one_that_grows(program, folder):
    path = os.path.join(folder, "fifo")
    os.mkfifo(path)
    process = program.start(["score", path])
    with open(path, "wb") as fifo:
        fifo.write(archive(5))
        fifo.flush()
        os.remove(path)
        fifo.write(record(6, CANARY))
    out, _ = process.communicate(timeout=30)
    check(process.returncode == 0 and len(lines(out)) == 6, f"{process.returncode}, {len(lines(out))} labels")
    growing = write(folder, "growing", archive(2000))
    process = program.start(["score", growing])
    with open(growing, "ab") as file:
        file.write(b'{"id":"torn","text":"')
    out, err = process.communicate(timeout=30)
    check(len(lines(out)) == 2000 and process.returncode in (0, 1), f"{process.returncode}, {len(lines(out))} labels, {err}")


@case
def names_of_files(program, folder):
    for name in ["with blank", "quo'te", "$HOME", "-dash", "\u00fc\u4e2d", "esc\x1b[31m", "line\nbreak", "bidi\u202e"]:
        path = os.path.join(folder, name)
        write(folder, name, archive(2) + b"bad\n")
        outcome = program.run(["score", path])
        expect_all(outcome, 2, status=1)
        check(program.run(["score", "--", name], cwd=folder).status == 1, name)
        check(program.run(["score", path + "?"]).status == 3, name)


@case
def little_room(program, folder):
    path = write(folder, "in.ndjson", archive(20000))
    for kind, size in [(resource.RLIMIT_NOFILE, 10), (resource.RLIMIT_STACK, 1 << 18), (resource.RLIMIT_AS, 2 << 30), (resource.RLIMIT_CORE, 0)]:
        expect_all(program.run(["score", "-j2", path], before=limit(kind, size)), 20000)


@case
def the_same_bytes_each_time(program, folder):
    path = write(folder, "in.ndjson", archive(8000) + b"bad\n" + archive(10))
    first = program.run(["score", "-j1", "--evidence", path])
    for words in [["-j2"], ["-j3"], ["-j16"], []]:
        other = program.run(["score", "--evidence", path] + words)
        check((other.out, other.err, other.status) == (first.out, first.err, first.status), f"{words}: other bytes")
    several = [program.start(["score", "--evidence", path]) for _ in range(8)]
    for process in several:
        check(process.communicate()[0] == first.out, "other bytes beside others")


# Output files


@case
def an_old_file_survives_a_crash(program, folder):
    target = write(folder, "labels", b"old\n")
    for _ in range(6):
        process = program.start(["score", "-o", target], stdin=subprocess.PIPE)
        process.stdin.write(archive(3000))
        process.stdin.flush()
        time.sleep(random.random() * 0.3)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()
        check(read(target) == b"old\n", "the old file is gone")
        check(set(os.listdir(folder)) <= {"labels", "labels.partial"}, f"left behind: {os.listdir(folder)}")
    outcome = program.run(["score", "-o", target], archive(3))
    check(outcome.status == 0 and len(lines(read(target))) == 3 and os.listdir(folder) == ["labels"], "the next run does not clear up")
    check(stat.S_IMODE(os.stat(target).st_mode) & 0o077 != 0o077, "anybody may write it")


@case
def a_killed_filter_leaves_whole_lines(program, folder):
    for _ in range(4):
        process = program.start(["score"], stdin=subprocess.PIPE)
        process.stdin.write(archive(400))
        process.stdin.flush()
        time.sleep(random.random() * 0.2)
        process.kill()
        out, _ = process.communicate()
        for line in out.split(b"\n")[:-1]:
            check(line.startswith(b"{") and line.endswith(b"}"), "a torn line that is not the last")


@case
def an_output_that_cannot_be_written(program, folder):
    # A device is written to, never replaced.
    full = os.path.join(folder, "full")
    if os.geteuid() == 0:
        os.mknod(full, 0o666 | stat.S_IFCHR, os.makedev(1, 7))
    else:
        os.symlink("/dev/full", full)
    for target in [full, os.path.join(folder, "none/labels"), folder, "/proc/labels"]:
        outcome = program.run(["score", "-o", target], archive(3))
        check(outcome.status == 3 and len(lines(outcome.err)) == 1, f"{target}: {outcome.status} {outcome.err}")
    check(stat.S_ISCHR(os.stat(full).st_mode), "a device was replaced by a file")
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    process = program.start(["score", "-o", pipe], stdin=subprocess.PIPE)
    process.stdin.write(archive(3))
    process.stdin.close()
    check(len(lines(read(pipe))) == 3 and process.wait(20) == 0 and stat.S_ISFIFO(os.stat(pipe).st_mode), "a pipe was not written to")
    victim = write(folder, "victim", b"mine\n")
    os.symlink(victim, os.path.join(folder, "labels.partial"))
    outcome = program.run(["score", "-o", os.path.join(folder, "labels")], archive(3))
    check(outcome.status == 3 and read(victim) == b"mine\n", "wrote through a link")


# Resuming


def resumed(program, words, target, expected, kills, longest, stdin=None):
    """Runs the same command line until it ends, killing it at random moments of the seconds that it takes at most; says how often it was killed.

    A kill may come after the file got its name, or even after the program's end: then the file must be whole."""
    killed = 0
    for _ in range(400):
        source = open(stdin, "rb") if stdin else subprocess.DEVNULL
        process = program.start(words, stdin=source)
        try:
            _, err = process.communicate(timeout=kills.random() * longest if killed < 12 else 60)
            check(process.returncode in (0, 1), f"{process.returncode} {err}")
            return killed, process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            check(not os.path.exists(target) or read(target) == expected, "a file appeared before it was complete")
            if process.returncode >= 0:
                return killed, process.returncode
            killed += 1
    raise Failure("never came to an end")


@case
def a_killed_run_goes_on(program, folder):
    good = write(folder, "a.ndjson", archive(9000) + b"bad\n" + archive(9000))
    table = write(folder, "b.csv", b"id,text\n" + b"".join(b'%d,"why is this\nso ""hard"" %d"\n' % (number, number) for number in range(9000)))
    array = write(folder, "c.json", b"[" + b",\n".join(archive(6000).splitlines()) + b"]")
    kills, total = random.Random(1), 0
    for number, (words, stdin) in enumerate([
        ([good, table, array], None), (["--to", "csv", "--evidence", good, array], None), (["-j1", "--emit-errors", "--max-record", "64", good], None), (["-"], good),
    ]):
        begun = time.monotonic()
        plain = program.run(["score"] + words, stdin=open(stdin, "rb") if stdin else subprocess.DEVNULL)
        longest = time.monotonic() - begun
        target = os.path.join(folder, f"labels{number}")
        command = ["score", "--resume", "--checkpoint-every", "30k", "-o", target] + words
        killed, status = resumed(program, command, target, plain.out, kills, longest, stdin)
        total += killed
        check(read(target) == plain.out, f"{words}: other bytes after {killed} kills")
        check(status == plain.status, f"{words}: status {status}, undisturbed {plain.status}")
        check(not any(name.endswith((".partial", ".checkpoint")) for name in os.listdir(folder)), f"left behind: {os.listdir(folder)}")
    check(total >= 1, "no run was killed in time: the case proves nothing")


@case
def going_on_with_something_else_is_refused(program, folder):
    # More than the quarter of a megabyte by which the format is found out.
    path = write(folder, "in.ndjson", archive(6000))
    target = os.path.join(folder, "labels")
    command = ["score", "--resume", "--checkpoint-every", "10k", "-o", target]

    def cut_off():
        process = program.start(command + ["-"], stdin=subprocess.PIPE)
        process.stdin.write(read(path))
        process.stdin.flush()
        wait_for(lambda: os.path.exists(target + ".checkpoint"))
        process.kill()
        process.communicate()

    cut_off()
    for words, data in [(command + ["--evidence", "-"], read(path)), (command + ["-"], read(path).replace(b" 7\"", b" 8\"", 1)), (command + ["-"], archive(3))]:
        outcome = program.run(words, data)
        check(outcome.status == 2 and b"to begin anew" in outcome.err and not os.path.exists(target), f"{outcome.status} {outcome.err}")
    state = read(target + ".checkpoint")
    for damaged in [b"", state[:-1], state.replace(b"output ", b"output 1"), state + b"\n", b"\xff" * 100]:
        write(folder, "labels.checkpoint", damaged)
        outcome = program.run(command + ["-"], read(path))
        check(outcome.status == 2 and b"begin anew" in outcome.err, f"{damaged[:40]}: {outcome.status} {outcome.err}")
    write(folder, "labels.checkpoint", state)
    output = read(target + ".partial")
    write(folder, "labels.partial", output.replace(b"anger", b"angle", 1))
    check(program.run(command + ["-"], read(path)).status == 2, "went on with a changed output")
    os.remove(target + ".checkpoint")
    check(program.run(command + ["-"], read(path)).status == 0 and read(target) == program.run(["score"], read(path)).out, "does not begin anew")
