#!/usr/bin/env bash
# Compares UdpRelayPipe (Wishbone) with NettyUdpPipe (plain Netty): how many of the datagrams that are offered, at rising rates,
# come out, in rounds that alternate between them.
#
#   wishbone-benchmarks/udp.sh              five rounds of five seconds at 50,000 to 400,000 datagrams a second
#   ROUNDS=1 SECONDS_EACH=2 RATES=100000 wishbone-benchmarks/udp.sh
#
# Prints each run to standard error and a table of medians to standard output. Linux only, since it reads /proc. Figures move
# with the machine and with what else runs on it: compare ratios of one run, on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
warm_up=${WARM_UP:-4}
seconds=${SECONDS_EACH:-5}
sockets=${SOCKETS:-4}
rates=${RATES:-50000 100000 200000 300000 400000}
source wishbone-benchmarks/rounds.sh
build

# measure NAME RATE CLASS
measure() {
  local name=$1 rate=$2 class=$3
  start_pipe "$class"
  load "$name" "$rate" $((warm_up + seconds + 30)) UdpLoadGenerator \
    "$in_port" "$out_port" "$rate" "$sockets" "$warm_up" "$seconds" "$pid"
  stop_pipe
}

for rate in $rates; do
  for round in $(seq "$rounds"); do
    echo "round $round of $rounds, $rate datagrams a second" >&2
    measure netty-udp "$rate" NettyUdpPipe
    measure wishbone "$rate" UdpRelayPipe
  done
done

heading "$rounds rounds of $seconds s after $warm_up s of warm-up, $sockets senders"
echo "| datagrams/s wanted | pipe | offered, median | delivered of offered, median (lowest) | of plain Netty | CPU s per million delivered | of plain Netty | peak MB |"
echo "|---|---|---|---|---|---|---|---|"
for rate in $rates; do
  base_delivered=$(column netty-udp "$rate" delivered_ratio | median)
  base_cpu=$(column netty-udp "$rate" cpu_s_per_million | median)
  for name in netty-udp wishbone; do
    offered=$(column "$name" "$rate" offered_per_s | median)
    delivered=$(column "$name" "$rate" delivered_ratio | median)
    lowest=$(column "$name" "$rate" delivered_ratio | head -n 1)
    cpu=$(column "$name" "$rate" cpu_s_per_million | median)
    peak=$(column "$name" "$rate" peak_mb | tail -n 1)
    echo "| $rate | $name | $offered | $delivered ($lowest) | $(ratio "$delivered" "$base_delivered") | $cpu | $(ratio "$cpu" "$base_cpu") | $peak |"
  done
done
