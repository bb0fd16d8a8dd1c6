#!/usr/bin/env bash
# Builds the two demo services, starts them with a nats-server and plays a file of orders.
# usage: ./demo.sh [--once] [--faults] [--secure]
#   --once    end after the check; the exit status is 0 only if the books balance
#   --faults  kill the inventory service and restart nats-server on the way
#   --secure  TLS, signed messages and access tokens, and attempts that must be refused
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for argument in "$@"; do
	case "$argument" in
		--once | --faults | --secure) ;;
		*)
			sed -n '2,6s/^# \{0,1\}//p' demo.sh
			[ "$argument" = --help ] && exit 0
			exit 2
			;;
	esac
done
for tool in java mvn; do
	if ! command -v "$tool" >/dev/null; then
		echo "demo.sh needs $tool on the PATH (a JDK of 17 or newer, and Maven)" >&2
		exit 1
	fi
done

rm -rf target/demo
mkdir -p target/demo
echo "Building (log: target/demo/build.log)"
if ! mvn -B -DskipTests -pl demo-order-service,demo-inventory-service -am package >target/demo/build.log 2>&1; then
	grep -F '[ERROR]' target/demo/build.log >&2 || cat target/demo/build.log >&2
	echo "The build failed; its log is target/demo/build.log" >&2
	exit 1
fi

exec java -cp "demo-inventory-service/target/test-classes:$(<demo-inventory-service/target/demo.classpath)" \
	dev.natsboot.demo.driver.Demo "$@"
