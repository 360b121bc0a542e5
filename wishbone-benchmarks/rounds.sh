# What the scripts that compare pipes share; sourced by them, from the root of the project.

in_port=${IN_PORT:-17001}
out_port=${OUT_PORT:-17002}
read -ra java_options <<<"${JAVA_OPTIONS:--Xms512m -Xmx512m -XX:+UseParallelGC}"

jar=${JAR:-wishbone-benchmarks/target/benchmarks.jar}
scratch=$(mktemp -d)
results=$scratch/results
pid=
finish() {
  if [ -n "$pid" ]; then
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap finish EXIT

build() {
  [ -z "${JAR:-}" ] || return 0
  mvn -q -Pbench -pl wishbone-benchmarks -am package -DskipTests </dev/null >&2
}

# start_pipe CLASS ARGUMENT...: sets pid
start_pipe() {
  local class=$1
  shift
  java "${java_options[@]}" -cp "$jar" "io.wishbone.benchmarks.$class" "$in_port" "$out_port" "$@" >&2 </dev/null &
  pid=$!
}

stop_pipe() {
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=
}

# load NAME CASE SECONDS CLASS ARGUMENT...: runs a load generator against the pipe, at most so long, and keeps its line
load() {
  local name=$1 case=$2 limit=$3 class=$4 line
  shift 4
  line=$(timeout "$limit" java "${java_options[@]}" -cp "$jar" "io.wishbone.benchmarks.$class" "$@") || {
    echo "run failed: $name, $case: ${line:-no result}" >&2
    return 1
  }
  echo "$name, $case: $line" >&2
  echo "$name $case $line" >>"$results"
}

# column NAME CASE KEY: the values of a run, lowest first
column() {
  awk -v name="$1" -v case="$2" -v key="$3=" \
    '$1 == name && $2 == case { for (i = 3; i <= NF; i++) if (index($i, key) == 1) print substr($i, length(key) + 1) }' \
    "$results" | sort -n
}

median() {
  awk '{ values[NR] = $1 } END { printf "%s", NR % 2 ? values[(NR + 1) / 2] : (values[NR / 2] + values[NR / 2 + 1]) / 2 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b ? a / b : 0 }'
}

java_version() {
  java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java\.version = (.*)/\1/p'
}

# heading WHAT: the machine and what was run
heading() {
  echo "$(nproc) processors, JDK $(java_version), $(uname -sr), ${java_options[*]}; $1"
  echo
}
