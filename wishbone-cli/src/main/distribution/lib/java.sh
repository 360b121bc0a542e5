# Finds a JDK and runs the command with the options that it needs. Read by bin/wishbone, and by ./wishbone of a checkout.
#
#   JAVA_HOME            the JDK to use; else the java on the PATH
#   WISHBONE_JAVA_OPTS   further options for java, such as -Xmx1g
#   WISHBONE_CLASSPATH   jars with further modules, separated as in a class path

fail() {
  echo "wishbone: $1" >&2
  exit 1
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java"
  else
    java=$(command -v java) || fail "there is no java on the PATH (expected: JDK 17 or later, or JAVA_HOME set)"
  fi
  # A file beside the JDK tells its version faster than the JDK itself.
  home=$(cd "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")/.." && pwd -P)
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)
  if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version} (expected: 17 or later)"
}

# Whether someone has said how large the heap may be.
is_heap_given() {
  case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} ${WISHBONE_JAVA_OPTS:-}" in
    *-Xmx* | *MaxHeapSize* | *MaxRAM*) return 0 ;;
    *) return 1 ;;
  esac
}

# Takes the directory of the jars. One by one and in one order, as the archive wants it.
set_class_path() {
  class_path=
  for jar in "$1"/*.jar; do
    class_path=$class_path${class_path:+:}$jar
  done
}

# Takes the directory of the jars. An archive of loaded classes (AppCDS) is for the very JDK that made it; bin/wishbone-archive makes one.
set_archive() {
  archive=
  if [ -r "$home/release" ]; then
    archive=$1/wishbone-$(cksum <"$home/release" | tr ' ' -).jsa
  fi
}

# Takes a verb. What only answers is over before the better compiler pays.
is_brief() {
  case $1 in
    list | show | validate | graph | plan | schema | completion | status | stop | kill | reload | --help | -h | --version | -V) return 0 ;;
    *) return 1 ;;
  esac
}

# Takes the directory of the jars and the command's arguments; does not return. What the user says comes last: it wins.
run_command() {
  jars=$1
  shift
  set_class_path "$jars"
  set_archive "$jars"
  verb=${1:---help}
  set -- -cp "$class_path${WISHBONE_CLASSPATH:+:$WISHBONE_CLASSPATH}" io.wishbone.cli.Main "$@"
  if [ "$version" -ge 24 ]; then
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
  fi
  # shellcheck disable=SC2086 # options are separated by blanks
  set -- ${WISHBONE_JAVA_OPTS:-} "$@"
  # Never -Xmx, which would override JAVA_TOOL_OPTIONS.
  is_heap_given || set -- -XX:MaxRAMPercentage=50 "$@"
  ! is_brief "$verb" || set -- -XX:TieredStopAtLevel=1 "$@"
  # An archive that does not fit is left alone, without a word on standard output.
  [ ! -r "${archive:-/nonexistent}" ] || set -- -XX:SharedArchiveFile="$archive" -Xshare:auto "-Xlog:cds*=off" "$@"
  exec "$java" -XX:MaxDirectMemorySize=256m -XX:+ExitOnOutOfMemoryError "$@"
}
