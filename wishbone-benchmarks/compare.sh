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
in_port=${IN_PORT:-17001}
out_port=${OUT_PORT:-17002}
read -ra java_options <<<"${JAVA_OPTIONS:--Xms512m -Xmx512m -XX:+UseParallelGC}"

jar=wishbone-benchmarks/target/benchmarks.jar
mvn -q -Pbench -pl wishbone-benchmarks -am package -DskipTests </dev/null >&2

results=$(mktemp)
pid=
finish() {
  if [ -n "$pid" ]; then
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -f "$results"
}
trap finish EXIT

# measure NAME CONNECTIONS CLASS [MODULES]
measure() {
  local name=$1 clients=$2 class=$3 line
  shift 3
  java "${java_options[@]}" -cp "$jar" "io.wishbone.benchmarks.$class" "$in_port" "$out_port" "$@" >&2 </dev/null &
  pid=$!
  # Bounded: connecting takes up to 10 s, and what is under way at the end is awaited while it moves.
  line=$(timeout $((warm_up + seconds + 60)) java "${java_options[@]}" -cp "$jar" io.wishbone.benchmarks.LoadGenerator \
    "$in_port" "$out_port" "$clients" "$warm_up" "$seconds" "$pid") || {
    echo "run failed: $name, $clients connections: ${line:-no result}" >&2
    return 1
  }
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=
  echo "$name, $clients connections: $line" >&2
  echo "$name $clients $line" >>"$results"
}

# column NAME CONNECTIONS KEY: the values of a run, lowest first
column() {
  awk -v name="$1" -v clients="$2" -v key="$3=" \
    '$1 == name && $2 == clients { for (i = 3; i <= NF; i++) if (index($i, key) == 1) print substr($i, length(key) + 1) }' \
    "$results" | sort -n
}

median() {
  awk '{ values[NR] = $1 } END { printf "%s", NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b ? a / b : 0 }'
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

java_version=$(java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java\.version = (.*)/\1/p')
echo "$(nproc) processors, JDK $java_version, $(uname -sr), ${java_options[*]}; $rounds rounds of $seconds s after $warm_up s of warm-up"
echo
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
