#!/usr/bin/env bash
# Builds the two demo services, starts them with a nats-server and plays a file of orders.
# usage: ./demo.sh [--once] [--faults]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for tool in java mvn; do
	if ! command -v "$tool" >/dev/null; then
		echo "demo.sh needs $tool on the PATH (a JDK of 17 or newer, and Maven)" >&2
		exit 1
	fi
done

echo "Building"
mvn -q -B -DskipTests -pl demo-order-service,demo-inventory-service -am package

exec java -cp "demo-order-service/target/test-classes:$(<demo-order-service/target/demo.classpath)" \
	dev.natsboot.demo.driver.Demo "$@"
