package dev.natsboot.annotation

import dev.natsboot.TestApplication
import dev.natsboot.TestServer
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.messaging.handler.annotation.Header

/**
 * Listeners written in Kotlin: data classes, nullable parameters, private and final methods.
 */
class KotlinListenerTests {

	@Test
	fun dataClassAndReply() {
		TestApplication.with(Handlers::class.java).start(TestServer.url()).use { application ->
			val reply = application.nats().request("k.double", Order("1", 2), Order::class.java)
			assertThat(reply).isEqualTo(Order("1", 4, "none"))
		}
	}

	@Test
	fun nullableParameters() {
		TestApplication.with(Handlers::class.java).start(TestServer.url()).use { application ->
			assertThat(application.nats().request("k.nullable", null, String::class.java)).isEqualTo("null null")
			val reply = application.nats().to("k.nullable").payload(Order("1", 2)).header("Region", "eu")
				.request(String::class.java)
			assertThat(reply).isEqualTo("1 eu")
		}
	}

	data class Order(val id: String, val quantity: Int, val comment: String = "none")

	class Handlers {

		@NatsListener("k.double")
		private fun double(order: Order) = order.copy(quantity = order.quantity * 2)

		@NatsListener("k.nullable")
		fun nullable(order: Order?, @Header("Region") region: String?) = "${order?.id} $region"

	}

}
