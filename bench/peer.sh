# What the comparisons with peers have in common; read by them, with `name` and `peer` set.

fail() {
  printf '%s: %s\n' "$name" "$1" >&2
  exit 1
}

root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd)
peers=${JEFFREYS_PEERS:-$root/../shared/peers}
build=$root/bench/target/quick
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [ ! -x "$peers/run" ] || [ ! -f "$peers/$peer" ]; then
  printf '%s: no peer programs in %s; set JEFFREYS_PEERS to the folder with run and %s\n' "$name" "$peers" "$peer" >&2
  exit 3
fi

# --- building ---------------------------------------------------------------------------------

log=$(mktemp) || fail "cannot make a temporary file"
trap 'rm -f "$log"' EXIT
trap 'exit 1' HUP INT TERM
(cd "$root" && mvn -q -B -ntp -Pquick -DskipTests -pl bench -am compile) >"$log" 2>&1 || {
  tail -n 30 "$log" >&2
  fail "the build failed"
}
classpath=$build/classes:$(cat "$build/classpath")

# --- measuring --------------------------------------------------------------------------------

# The environment is for our side only: the peer runs as its user would run it.
ours() (
  # shellcheck source=cli/environment.sh
  . "$root/cli/environment.sh"
  # JEFFREYS_JAVA_OPTS is a list of words.
  # shellcheck disable=SC2086
  "$java" -Xmx512m -XX:+UseSerialGC -Xshare:auto \
    -Dorg.bytedeco.javacpp.nopointergc=true --enable-native-access=ALL-UNNAMED \
    ${JEFFREYS_JAVA_OPTS:-} -cp "$classpath" "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "$1 failed"; }
)

theirs() {
  "$peers/run" "$peer" "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "the peer failed"; }
}

# The number in field $2 of the line that matches $1; nothing where there is none.
figure() {
  awk -v line="$1" -v field="$2" '$0 ~ line && $field + 0 > 0 { print $field + 0 }' "$log"
}

quotient() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

median() {
  printf '%s\n' "$@" | sort -g | sed -n 2p
}

# The first run of all makes the peer's environment where that is missing; it is not counted.
prepare() {
  code=0
  "$peers/run" "$peer" "$@" >"$log" 2>&1 || code=$?
  if [ "$code" -eq 3 ]; then
    printf '%s: the peer cannot run here: %s\n' "$name" "$(tail -n 1 "$log")" >&2
    exit 3
  fi
  [ "$code" -eq 0 ] || { cat "$log" >&2; fail "the peer failed"; }
}
