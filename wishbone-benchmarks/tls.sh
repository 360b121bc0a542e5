#!/usr/bin/env bash
# Compares RelayPipe (Wishbone) with NettyBatchPipe (plain Netty), one side of both speaking TLS by the same provider: the
# same load, in rounds that alternate between them.
#
#   wishbone-benchmarks/tls.sh              five rounds of ten seconds, TLS in and TLS out, both providers, 1 and 32 connections
#   ROUNDS=3 SECONDS_EACH=3 WARM_UP=3 SIDES=in PROVIDERS=jdk CONNECTIONS=1 wishbone-benchmarks/tls.sh
#
# Prints each run to standard error and a table of medians to standard output. Linux on x86-64 only, and it needs openssl for
# the certificate. Figures move with the machine and with what else runs on it: compare ratios of one run, on a machine that
# does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
warm_up=${WARM_UP:-5}
seconds=${SECONDS_EACH:-10}
sides=${SIDES:-in out}
providers=${PROVIDERS:-jdk openssl}
connections=${CONNECTIONS:-1 32}
source wishbone-benchmarks/rounds.sh
build

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null

# measure NAME SIDE PROVIDER CONNECTIONS CLASS [ARGUMENT]
measure() {
  local name=$1 side=$2 provider=$3 clients=$4 class=$5
  shift 5
  start_pipe "$class" "$@" "$side" "$provider" "$scratch"
  # Bounded: connecting takes up to 10 s, and what is under way at the end is awaited while it moves.
  load "$name" "$side/$provider/$clients" $((warm_up + seconds + 60)) LoadGenerator \
    "$in_port" "$out_port" "$clients" "$warm_up" "$seconds" "$pid" "$side" auto "$scratch"
  stop_pipe
}

for side in $sides; do
  for provider in $providers; do
    for clients in $connections; do
      for round in $(seq "$rounds"); do
        echo "round $round of $rounds, TLS $side, $provider, $clients connections" >&2
        measure netty-batch "$side" "$provider" "$clients" NettyBatchPipe
        measure wishbone "$side" "$provider" "$clients" RelayPipe 0
      done
    done
  done
done

heading "$rounds rounds of $seconds s after $warm_up s of warm-up"
echo "| TLS | provider | connections | pipe | messages/s, median (lowest) | of plain Netty | CPU s per million, median | of plain Netty | load's cores | peak MB |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for side in $sides; do
  for provider in $providers; do
    for clients in $connections; do
      case=$side/$provider/$clients
      base_rate=$(column netty-batch "$case" msgs_per_s | median)
      base_cpu=$(column netty-batch "$case" cpu_s_per_million | median)
      for name in netty-batch wishbone; do
        rate=$(column "$name" "$case" msgs_per_s | median)
        lowest=$(column "$name" "$case" msgs_per_s | head -n 1)
        cpu=$(column "$name" "$case" cpu_s_per_million | median)
        load_cores=$(column "$name" "$case" load_cores | median)
        peak=$(column "$name" "$case" peak_mb | tail -n 1)
        echo "| $side | $provider | $clients | $name | $rate ($lowest) | $(ratio "$rate" "$base_rate") | $cpu | $(ratio "$cpu" "$base_cpu") | $load_cores | $peak |"
      done
    done
  done
done
