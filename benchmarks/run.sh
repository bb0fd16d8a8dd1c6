#!/usr/bin/env bash
# Measures the library against raw jnats: builds what it needs, runs the rows, prints one line for each, and ends all it started.
# usage: benchmarks/run.sh [--quick] [--only NAME] [--pairs N] [--seconds S] [--folder DIR]
#   --quick      every row in less than ten minutes, with fewer and shorter rounds
#   --only NAME  one row; results go to benchmarks/target/performance alone
#   --pairs N    pairs of rounds for each start of the processes
#   --seconds S  length of a round
#   --folder DIR where results and logs go; without --only they are also written to docs/performance
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ " $* " == *" --help "* ]]; then
	sed -n '2,8s/^# \{0,1\}//p' benchmarks/run.sh
	exit 0
fi
version() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1; }

# the newest JDK: allocation of ended threads is only counted from 21 on
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=${java:-java}
if [[ -z ${JAVA_HOME:-} ]]; then
	for other in /usr/lib/jvm/*/bin/java; do
		if [[ -x $other && $(version "$other") -gt $(version "$java") ]]; then
			java=$other
		fi
	done
fi

mkdir -p benchmarks/target
echo "Building (log: benchmarks/target/build.log)"
if ! mvn -B -DskipTests -pl benchmarks -am package >benchmarks/target/build.log 2>&1; then
	grep -F '[ERROR]' benchmarks/target/build.log >&2 || cat benchmarks/target/build.log >&2
	exit 1
fi
cd benchmarks
exec "$java" -cp "target/classes:$(<target/benchmarks.classpath)" dev.natsboot.benchmarks.run.Benchmarks "$@"
