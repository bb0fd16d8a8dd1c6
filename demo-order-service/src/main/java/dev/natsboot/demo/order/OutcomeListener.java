package dev.natsboot.demo.order;

import dev.natsboot.annotation.NatsListener;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogAccessor;
import org.springframework.stereotype.Component;

/**
 * Learns what became of the orders. The same outcome may be told more than once.
 */
@Component
class OutcomeListener {

	private static final LogAccessor logger = new LogAccessor(LogFactory.getLog(OutcomeListener.class));

	private final OrderStore store;

	OutcomeListener(OrderStore store) {
		this.store = store;
	}

	@NatsListener(durable = "order-outcomes", subjects = "inventory.outcomes")
	void onOutcome(OrderOutcome outcome) {
		if (!this.store.decide(outcome)) {
			this.store.find(outcome.orderId())
				.ifPresentOrElse((order) -> compare(order, outcome),
						() -> logger.warn(() -> "Outcome for unknown order '" + outcome.orderId() + "'"));
		}
	}

	private static void compare(Order order, OrderOutcome outcome) {
		if (order.state() != outcome.outcome()) {
			logger.error(() -> "Order '" + order.orderId() + "' is " + order.state() + " and was told to be "
					+ outcome.outcome());
		}
	}

}
