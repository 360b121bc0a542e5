#!/usr/bin/env bash
# Compares RelayPipe (Wishbone) with NettyBatchPipe (plain Netty): the same load, in rounds that alternate between them.
#
#   wishbone-benchmarks/compare.sh              five rounds of ten seconds, 1 and 32 connections, 0, 1 and 5 modules
#   ROUNDS=1 SECONDS_EACH=3 CONNECTIONS=1 MODULES=0 wishbone-benchmarks/compare.sh
#
# Prints each run to standard error and a table of medians to standard output. Linux only, since it reads /proc. Figures move
# with the machine and with what else runs on it: compare ratios of one run, on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
warm_up=${WARM_UP:-5}
seconds=${SECONDS_EACH:-10}
connections=${CONNECTIONS:-1 32}
modules=${MODULES:-0 1 5}
source wishbone-benchmarks/rounds.sh
build

# measure NAME CONNECTIONS CLASS [MODULES]
measure() {
  local name=$1 clients=$2 class=$3
  shift 3
  start_pipe "$class" "$@"
  # Bounded: connecting takes up to 10 s, and what is under way at the end is awaited while it moves.
  load "$name" "$clients" $((warm_up + seconds + 60)) LoadGenerator \
    "$in_port" "$out_port" "$clients" "$warm_up" "$seconds" "$pid"
  stop_pipe
}

for clients in $connections; do
  for round in $(seq "$rounds"); do
    echo "round $round of $rounds, $clients connections" >&2
    measure netty-batch "$clients" NettyBatchPipe
    for count in $modules; do
      measure "wishbone-$count" "$clients" RelayPipe "$count"
    done
  done
done

heading "$rounds rounds of $seconds s after $warm_up s of warm-up"
echo "| connections | pipe | messages/s, median (lowest) | of plain Netty | CPU s per million, median | of plain Netty | peak MB |"
echo "|---|---|---|---|---|---|---|"
for clients in $connections; do
  base_rate=$(column netty-batch "$clients" msgs_per_s | median)
  base_cpu=$(column netty-batch "$clients" cpu_s_per_million | median)
  for name in netty-batch $(printf 'wishbone-%s ' $modules); do
    rate=$(column "$name" "$clients" msgs_per_s | median)
    lowest=$(column "$name" "$clients" msgs_per_s | head -n 1)
    cpu=$(column "$name" "$clients" cpu_s_per_million | median)
    peak=$(column "$name" "$clients" peak_mb | tail -n 1)
    echo "| $clients | $name | $rate ($lowest) | $(ratio "$rate" "$base_rate") | $cpu | $(ratio "$cpu" "$base_cpu") | $peak |"
  done
done
