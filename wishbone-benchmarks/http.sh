#!/usr/bin/env bash
# Compares HttpPipe (Wishbone) with NettyHttpPipe (plain Netty), over 64 connections, in rounds that alternate between them:
# a server that takes one event in a request, or a hundred as lines, and a client that sends one in a request.
#
#   wishbone-benchmarks/http.sh              five rounds of ten seconds
#   ROUNDS=2 SECONDS_EACH=3 WARM_UP=3 CASES="request output" wishbone-benchmarks/http.sh
#
# Prints each run to standard error and a table of medians to standard output. Linux only, since it reads /proc. Figures move
# with the machine and with what else runs on it: compare ratios of one run, on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
warm_up=${WARM_UP:-5}
seconds=${SECONDS_EACH:-10}
cases=${CASES:-request lines output}
source wishbone-benchmarks/rounds.sh
build

# measure NAME CASE CLASS
measure() {
  local name=$1 case=$2 class=$3
  start_pipe "$class" "$case"
  load "$name" "$case" $((warm_up + seconds + 30)) HttpLoadGenerator \
    "$in_port" "$out_port" "$case" "$warm_up" "$seconds" "$pid"
  stop_pipe
}

for case in $cases; do
  for round in $(seq "$rounds"); do
    echo "round $round of $rounds, $case" >&2
    measure netty-http "$case" NettyHttpPipe
    measure wishbone "$case" HttpPipe
  done
done

heading "$rounds rounds of $seconds s after $warm_up s of warm-up"
echo "| case | pipe | events/s, median (lowest) | of plain Netty | CPU s per million, median | of plain Netty | load's cores | peak MB |"
echo "|---|---|---|---|---|---|---|---|"
for case in $cases; do
  base_rate=$(column netty-http "$case" events_per_s | median)
  base_cpu=$(column netty-http "$case" cpu_s_per_million | median)
  for name in netty-http wishbone; do
    rate=$(column "$name" "$case" events_per_s | median)
    lowest=$(column "$name" "$case" events_per_s | head -n 1)
    cpu=$(column "$name" "$case" cpu_s_per_million | median)
    load_cores=$(column "$name" "$case" load_cores | median)
    peak=$(column "$name" "$case" peak_mb | tail -n 1)
    echo "| $case | $name | $rate ($lowest) | $(ratio "$rate" "$base_rate") | $cpu | $(ratio "$cpu" "$base_cpu") | $load_cores | $peak |"
  done
done
