#!/usr/bin/env python3
"""Stops the receiver behind a relay under full load, and shows what the relay's memory does and whether anything is lost.

    wishbone-benchmarks/stall.py [SECONDS] [MODULES]

32 connections flood RelayPipe (-Xmx256m, 64 MiB of direct memory) with 256-byte lines; after 4 s the receiver reads nothing for
SECONDS (default 30), then goes on. Needs wishbone-benchmarks/target/benchmarks.jar, which compare.sh builds. Linux only; ends by
itself.
"""
import os, re, socket, subprocess, sys, threading, time

IN, OUT, CLIENTS = 17001, 17002, 32
LINES = (b"x" * 255 + b"\n") * 256
JAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "target", "benchmarks.jar")
stall = float(sys.argv[1]) if len(sys.argv) > 1 else 30
modules = sys.argv[2] if len(sys.argv) > 2 else "0"

server = socket.create_server(("127.0.0.1", OUT))
relay = subprocess.Popen(["java", "-Xmx256m", "-XX:MaxDirectMemorySize=64m", "-cp", JAR, "io.wishbone.benchmarks.RelayPipe", str(IN), str(OUT), modules])
received, sent, reading, ended = 0, [0] * CLIENTS, threading.Event(), threading.Event()
reading.set()


def receive():
    global received
    peer, buffer = server.accept()[0], bytearray(1 << 20)
    while reading.wait():
        count = peer.recv_into(buffer)
        if count == 0:
            return
        received += count


def send(number):
    with socket.create_connection(("127.0.0.1", IN)) as peer:
        while not ended.is_set():
            peer.sendall(LINES)
            sent[number] += len(LINES)


def memory(key):
    return int(re.search(key + r":\s+(\d+)", open(f"/proc/{relay.pid}/status").read()).group(1)) // 1024


try:
    threading.Thread(target=receive, daemon=True).start()
    time.sleep(2)
    senders = [threading.Thread(target=send, args=(number,), daemon=True) for number in range(CLIENTS)]
    for sender in senders:
        sender.start()
    time.sleep(4)
    reading.clear()
    time.sleep(stall)
    print(f"receiver stopped for {stall:g} s: RSS {memory('VmRSS')} MB, at most {memory('VmHWM')} MB")
    before, began = sum(sent), time.monotonic()
    reading.set()
    while sum(sent) == before and time.monotonic() - began < 10:
        time.sleep(0.0005)
    print(f"senders move again after {(time.monotonic() - began) * 1000:.0f} ms")
    time.sleep(2)
    ended.set()
    for sender in senders:
        sender.join(20)
    until = time.monotonic() + 20
    while received < sum(sent) and time.monotonic() < until:
        time.sleep(0.1)
    print(f"sent {sum(sent)} bytes, received {received}, lost {sum(sent) - received}; at most {memory('VmHWM')} MB")
finally:
    relay.terminate()
    relay.wait(20)
