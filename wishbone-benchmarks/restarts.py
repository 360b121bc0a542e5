#!/usr/bin/env python3
"""Counts the events that are lost when a receiver that keeps up is restarted again and again, for several forwarders.

    wishbone-benchmarks/restarts.py [RESTARTS] [FORWARDER...]

RESTARTS (default 100) times for each forwarder, in turns by SIGTERM and by SIGKILL, the receiver ends in mid-stream and is started
again at once. The receiver reads all that comes and appends whole lines to a file; what is in the file has been received. Lines of
256 bytes come at RATE (default 5000) a second, by TCP. Prints a table.

Forwarders: wishbone, wishbone-ack (ack: lines, which the receiver answers), wishbone-off (replay_window: off), rsyslog, syslog-ng; default is all of them. rsyslogd and syslog-ng are run
if they are installed, else in Docker images that the container tests make; a forwarder that is not there is left out. WISHBONE is
the command to measure (default ./wishbone, which builds on first use). Linux only; ends by itself.
"""
import os, random, selectors, shutil, signal, socket, subprocess, sys, tempfile, threading, time

IN, OUT, LENGTH = 17001, 17002, 256
RATE = int(os.environ.get("RATE", "5000"))
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
WISHBONE = os.environ.get("WISHBONE", os.path.join(ROOT, "wishbone"))

PIPE = """
modules:
  listen:
    module: wishbone.input.tcp
    arguments: {port: %d}
  forward:
    module: wishbone.output.tcp
    arguments: {endpoints: ["127.0.0.1:%d"], max_backoff: 1s%s}
routingtable:
  - listen.outbox -> forward.inbox
"""
RSYSLOG = """
module(load="imtcp")
template(name="plain" type="string" string="%%rawmsg%%\\n")
input(type="imtcp" Address="127.0.0.1" Port="%d" SupportOctetCountedFraming="off")
action(type="omfwd" Target="127.0.0.1" Port="%d" Protocol="tcp" TCP_Framing="traditional" Template="plain"
       queue.type="LinkedList" queue.size="500000" action.resumeRetryCount="-1" action.resumeInterval="1")
"""
SYSLOG_NG = """
@version: 3.38
source in { network(ip("127.0.0.1") port(%d) transport("tcp") flags(no-parse) log-iw-size(10000)); };
destination out { network("127.0.0.1" port(%d) transport("tcp") template("${MESSAGE}\\n") time-reopen(1) log-fifo-size(500000)); };
log { source(in); destination(out); flags(flow-control); };
"""


def wishbone(more):
    return lambda: ([WISHBONE, "debug", "--config", "FILE"], PIPE % (IN, OUT, more), None)


def daemon(program, image, arguments, configuration):
    def command():
        if shutil.which(program):
            return [program, *arguments], configuration % (IN, OUT), None
        if subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode == 0:
            name = f"restarts-{os.getpid()}-{program}"
            docker = ["docker", "run", "--rm", "--name", name, "--network", "host", "-v", "FOLDER:FOLDER", image]
            return [*docker, program, *arguments], configuration % (IN, OUT), name
        return None

    return command


FORWARDERS = {
    "wishbone": wishbone(""),
    "wishbone-ack": wishbone(", ack: lines"),
    "wishbone-off": wishbone(", replay_window: off"),
    "rsyslog": daemon("rsyslogd", "wishbone-it/rsyslog", ["-n", "-i", "NONE", "-f", "FILE"], RSYSLOG),
    "syslog-ng": daemon(
        "syslog-ng",
        "wishbone-it/syslog-ng-core",
        ["-F", "--no-caps", "-f", "FILE", "-R", "FOLDER/state", "-c", "FOLDER/control", "-p", "FOLDER/pid"],
        SYSLOG_NG,
    ),
}


def receive(path, answers):
    """The receiver: a process of its own, so that it can be killed. One that is asked to end writes what it has read, no more.
    If it answers it tells how many lines of a connection it has written."""
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    written = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    server = socket.create_server(("127.0.0.1", OUT))
    rests, counts, ready = {server: b""}, {}, selectors.DefaultSelector()
    ready.register(server, selectors.EVENT_READ)
    while not ending.is_set():
        for key, _ in ready.select(0.02):
            peer = key.fileobj
            if peer is server:
                peer = server.accept()[0]
                rests[peer], counts[peer] = b"", 0
                ready.register(peer, selectors.EVENT_READ)
                continue
            try:
                chunk = peer.recv(1 << 18)
            except OSError:
                chunk = b""
            if not chunk:
                ready.unregister(peer)
                peer.close()
                continue
            text = rests[peer] + chunk
            end = text.rfind(b"\n") + 1
            os.write(written, text[:end])
            rests[peer] = text[end:]
            counts[peer] += text.count(b"\n")
            if answers and end:
                try:
                    peer.sendall(b"ack %d\n" % counts[peer])
                except OSError:
                    pass  # The next read tells that it has gone.


def numbers(path):
    """How often each number was received, from what whole lines there are in the file."""
    seen = {}
    if os.path.exists(path):
        with open(path, "rb") as file:
            for line in file:
                # A line is whole if it has its length; what a killed writer left behind has not.
                if len(line) == LENGTH and line.startswith(b"line "):
                    number = int(line[5:15])
                    seen[number] = seen.get(number, 0) + 1
    return seen


def connect(patience=120):
    until = time.monotonic() + patience
    while True:
        try:
            return socket.create_connection(("127.0.0.1", IN))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


class Sender(threading.Thread):
    """Sends numbered lines at the rate, or as fast as the forwarder takes them, until it is told to end."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peer, self.sent, self.ended = connect(), 0, threading.Event()

    def run(self):
        began = time.monotonic()
        while not self.ended.wait(0.01):
            due = int((time.monotonic() - began) * RATE)
            lines = [b"line %010d " % number for number in range(self.sent, due)]
            self.peer.sendall(b"".join(line.ljust(LENGTH - 1, b".") + b"\n" for line in lines))
            self.sent = max(due, self.sent)


def start_receiver(path, answers):
    mode = "--answer" if answers else "--receive"
    receiver = subprocess.Popen([sys.executable, os.path.abspath(__file__), mode, path])
    size = os.path.getsize(path) if os.path.exists(path) else 0
    return receiver, size


def await_growth(path, size, patience=60):
    until = time.monotonic() + patience
    while (os.path.getsize(path) if os.path.exists(path) else 0) <= size:
        if time.monotonic() > until:
            raise TimeoutError("nothing has come for a minute")
        time.sleep(0.01)


def await_quiet(path, seconds=5):
    size, since = -1, time.monotonic()
    while time.monotonic() - since < seconds:
        now = os.path.getsize(path)
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.1)


def measure(name, restarts, folder):
    """What was sent, lost and repeated, for one forwarder; None if it is not there."""
    found = FORWARDERS[name]()
    if found is None:
        return None
    command, configuration, container = found
    os.makedirs(folder)
    file, received = os.path.join(folder, "configuration.yaml"), os.path.join(folder, "received")
    with open(file, "w") as written:
        written.write(configuration)
    command = [part.replace("FILE", file).replace("FOLDER", folder) for part in command]
    random.seed(1)
    with open(os.path.join(folder, "said"), "w") as said:
        forwarder = subprocess.Popen(command, stdout=said, stderr=said)
    receiver, size = start_receiver(received, name == "wishbone-ack")
    try:
        sender = Sender()
        sender.start()
        await_growth(received, size)
        for restart in range(restarts):
            time.sleep(random.uniform(0.2, 0.6))
            receiver.send_signal(signal.SIGKILL if restart % 2 else signal.SIGTERM)
            receiver.wait()
            receiver, size = start_receiver(received, name == "wishbone-ack")
            await_growth(received, size)
            print(f"{name}: {restart + 1} of {restarts} restarts, {sender.sent} sent", end="\r", file=sys.stderr)
        sender.ended.set()
        sender.join()
        await_quiet(received)
        seen = numbers(received)
        print(file=sys.stderr)
        return sender.sent, sender.sent - len(seen), sum(seen.values()) - len(seen)
    finally:
        receiver.kill()
        if container:
            subprocess.run(["docker", "rm", "-f", container], capture_output=True)
        forwarder.terminate()
        forwarder.wait(60)


def main():
    arguments = sys.argv[1:]
    restarts = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 100
    names = arguments or list(FORWARDERS)
    unknown = [name for name in names if name not in FORWARDERS]
    if unknown:
        sys.exit(f"forwarder: {unknown[0]} (expected: one of {', '.join(FORWARDERS)})")
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            results[name] = measure(name, restarts, os.path.join(folder, name))
    print(f"{restarts} restarts each, half of them by SIGKILL, {RATE} lines of {LENGTH} bytes a second\n")
    print("| forwarder | sent | lost | lost in 100 restarts | came twice |")
    print("|---|---|---|---|---|")
    for name, result in results.items():
        if result is None:
            print(f"| {name} | not installed | | | |")
        else:
            sent, lost, repeated = result
            print(f"| {name} | {sent} | {lost} | {lost * 100 / restarts:.0f} | {repeated} |")


if __name__ == "__main__":
    receive(sys.argv[2], sys.argv[1] == "--answer") if sys.argv[1:2] in (["--receive"], ["--answer"]) else main()
