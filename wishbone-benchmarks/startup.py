#!/usr/bin/env python3
"""Measures how long the wishbone command takes to answer and a small relay to be ready.

    wishbone-benchmarks/startup.py HOME [RUNS]

HOME is an unpacked distribution; RUNS (default 10) is how often each is run, in turns with and without the archive of classes that
HOME/bin/wishbone-archive makes, which must have been called with the same JDK. A relay is ready when it says so by NOTIFY_SOCKET. Prints the
medians of the wall-clock time and of the CPU time until then (of --help: until its end), in seconds. Linux only.
"""
import os, resource, shutil, signal, socket, statistics, subprocess, sys, tempfile, time


def cpu_of_ended():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def help_time(command, _):
    before, begin = cpu_of_ended(), time.monotonic()
    subprocess.run([command, "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin, cpu_of_ended() - before


def ready_time(command, directory):
    path = os.path.join(directory, "notify")
    example = os.path.join(os.path.dirname(command), "..", "examples", "quickstart.yaml")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        notices.bind(path)
        notices.settimeout(60)
        begin = time.monotonic()
        server = subprocess.Popen(
            [command, "debug", "--config", example],
            env=dict(os.environ, NOTIFY_SOCKET=path, PORT="0"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            notice = notices.recv(4096)
            taken = time.monotonic() - begin, cpu_of(server.pid)
            assert notice.startswith(b"READY=1"), notice
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    os.unlink(path)
    return taken


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.split("\n\n")[1].strip())
    home = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) == 3 else 10
    print(f"{'':<24}{'wall s':>8}{'CPU s':>8}   median of {runs}")
    with tempfile.TemporaryDirectory() as directory:
        plain = shutil.copytree(home, os.path.join(directory, "plain"), ignore=shutil.ignore_patterns("*.jsa"))
        commands = {"archive": os.path.join(home, "bin", "wishbone"), "no archive": os.path.join(plain, "bin", "wishbone")}
        for name, measure in (("--help", help_time), ("relay ready", ready_time)):
            taken = {kind: [] for kind in commands}
            for _ in range(runs):
                for kind, command in commands.items():
                    taken[kind].append(measure(command, directory))
            for kind, values in taken.items():
                wall, cpu = (statistics.median(column) for column in zip(*values))
                print(f"{name + ', ' + kind:<24}{wall:>8.2f}{cpu:>8.2f}")


main()
