package dev.natsboot.benchmarks.work;

/**
 * A listener of an application.
 */
record OurConsumption(Application application) implements Stored.Consumption {

	@Override
	public void start() {
		this.application.listener("stream").start();
	}

	@Override
	public void stop() {
		this.application.listener("stream").stop();
	}

	@Override
	public void close() {
		this.application.close();
	}

}
