#!/usr/bin/env bash
# Measures what a silent connection costs: TcpInput (Wishbone) beside plain Netty, without TLS and with it.
#
#   wishbone-benchmarks/idle.sh              10,000 connections
#   COUNT=2000 PROVIDERS="none jdk" wishbone-benchmarks/idle.sh
#
# The limit of open files (ulimit -n) must be above the number. Linux on x86-64 only, and it needs openssl for the certificate.
set -euo pipefail
cd "$(dirname "$0")/.."

count=${COUNT:-10000}
providers=${PROVIDERS:-none jdk openssl}
JAVA_OPTIONS=${JAVA_OPTIONS:--Xms256m -Xmx2g -XX:+UseParallelGC -XX:MaxDirectMemorySize=2g}
source wishbone-benchmarks/rounds.sh
build

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null

for provider in $providers; do
  tls=()
  [ "$provider" = none ] || tls=(in "$provider" "$scratch")
  for name in netty wishbone; do
    load "$name" "$provider" 300 IdleConnections "$name" "$in_port" "$count" "${tls[@]}"
  done
done

heading "$count connections"
echo "| TLS | server | heap bytes each | direct bytes each | resident bytes each | resident of plain Netty |"
echo "|---|---|---|---|---|---|"
for provider in $providers; do
  base=$(column netty "$provider" rss_bytes_each)
  for name in netty wishbone; do
    resident=$(column "$name" "$provider" rss_bytes_each)
    echo "| $provider | $name | $(column "$name" "$provider" heap_bytes_each) | $(column "$name" "$provider" direct_bytes_each) | $resident | $(ratio "$resident" "$base") |"
  done
done
