package dev.natsboot.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.natsboot.core.PayloadCodec;
import dev.natsboot.core.PayloadCodecs;
import dev.natsboot.core.PayloadConversionException;
import dev.natsboot.core.PayloadDecoder;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CodecsTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build());

	private final PayloadCodecs codecs = new PayloadCodecs(List.of(new BytesCodec(), new TextCodec(), this.json));

	private static Message message(String contentType, String payload) {
		Headers headers = (contentType != null) ? new Headers().put("Content-Type", contentType) : null;
		return new NatsMessage("a", null, headers, payload.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void bytesAreNotCopied() {
		byte[] data = { 1 };
		BytesCodec codec = new BytesCodec();
		assertThat(codec.encode(data)).isSameAs(data);
		assertThat(codec.decoder(byte[].class).decode(data)).isSameAs(data);
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> codec.encode("x"));
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> codec.decoder(String.class));
	}

	@Test
	void textIsStrictUtf8() {
		TextCodec codec = new TextCodec();
		PayloadDecoder decoder = codec.decoder(String.class);
		assertThat(decoder.decode(codec.encode("grüße \uFFFD \uD83D\uDE00"))).isEqualTo("grüße \uFFFD \uD83D\uDE00");
		assertThat(decoder.decode(codec.encode(new StringBuilder("x")))).isEqualTo("x");
		assertThatExceptionOfType(PayloadConversionException.class)
			.isThrownBy(() -> decoder.decode(new byte[] { 'a', (byte) 0xff }))
			.withMessageContaining("UTF-8");
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> codec.encode("\uD83D"));
		assertThatExceptionOfType(PayloadConversionException.class)
			.isThrownBy(() -> codec.decoder(StringBuilder.class));
	}

	@Test
	void jsonRoundTrip() {
		Item item = new Item("a", 1, Map.of("x", List.of(1, 2)));
		assertThat(this.json.decoder(Item.class).decode(this.json.encode(item))).isEqualTo(item);
		assertThat(this.json.decoder(new ParameterizedTypeReference<List<Item>>() {
		}.getType()).decode(this.json.encode(List.of(item)))).isEqualTo(List.of(item));
		assertThat(this.json.decoder(Item.class).decode("null".getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void jsonErrorsSayTypeAndPlaceButNothingOfThePayload() {
		PayloadDecoder decoder = this.json.decoder(Item.class);
		for (String payload : List.of("{\"sku\":\"a\",\n\"count\":\"secret\"}", "{\"sku\": secret}", "{\"secret\":1}",
				"secret", "{\"sku\":\"a\"} secret", "{\"attributes\":{\"secret\":\"secret\"}}")) {
			assertThatExceptionOfType(PayloadConversionException.class)
				.isThrownBy(() -> decoder.decode(payload.getBytes(StandardCharsets.UTF_8)))
				.withMessageContaining(Item.class.getName())
				.withMessageContaining("line")
				.withMessageNotContaining("secret")
				.withNoCause();
		}
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> decoder.decode(new byte[0]))
			.withMessageContaining("empty");
	}

	@Test
	void jsonEncodingErrorsSayTheType() {
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> this.json.encode(new Broken()))
			.withMessageContaining(Broken.class.getName())
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@Test
	void contentTypeChoosesTheCodec() {
		PayloadCodecs.MessageDecoder decoder = this.codecs.decoder(Item.class);
		String payload = "{\"sku\":\"a\",\"count\":1}";
		Item item = new Item("a", 1, null);
		assertThat(decoder.decode(message(null, payload))).isEqualTo(item);
		assertThat(decoder.decode(message("application/json", payload))).isEqualTo(item);
		assertThat(decoder.decode(message("Application/JSON; charset=utf-8", payload))).isEqualTo(item);
		assertThat(decoder.decode(message("application/cloudevents+json", payload))).isEqualTo(item);
		assertThatExceptionOfType(PayloadConversionException.class)
			.isThrownBy(() -> decoder.decode(message("image/png", payload)))
			.withMessageContaining(Item.class.getName())
			.withMessageNotContaining("png");
	}

	@Test
	void textAndBytesTakeAnyContentType() {
		assertThat(this.codecs.decoder(String.class).decode(message("application/json", "{}"))).isEqualTo("{}");
		assertThat(this.codecs.decoder(byte[].class).decode(message("image/png", "x"))).isEqualTo(new byte[] { 'x' });
	}

	@Test
	void optionalIsEmptyForAnEmptyPayload() {
		PayloadCodecs.MessageDecoder decoder = this.codecs.decoder(new ParameterizedTypeReference<Optional<Item>>() {
		}.getType());
		assertThat(decoder.decode(message(null, ""))).isEqualTo(Optional.empty());
		assertThat(decoder.decode(message(null, "null"))).isEqualTo(Optional.empty());
		assertThat(decoder.decode(message(null, "{\"sku\":\"a\",\"count\":1}")))
			.isEqualTo(Optional.of(new Item("a", 1, null)));
	}

	@Test
	void decodersArePreparedOnce() {
		CountingCodec counting = new CountingCodec();
		PayloadCodecs two = new PayloadCodecs(List.of(this.json, counting));
		PayloadCodecs.MessageDecoder decoder = two.decoder(Item.class);
		assertThat(two.decoder(Item.class)).isSameAs(decoder);
		for (int i = 0; i < 10; i++) {
			assertThat(decoder.decode(message("application/x-counting", "x"))).isEqualTo("counted");
			decoder.decode(message("application/json", "null"));
		}
		assertThat(counting.decoders).isEqualTo(1);
	}

	@Test
	void anUnknownTypeIsToldHowToGetACodec() {
		PayloadCodecs plain = new PayloadCodecs(List.of(new BytesCodec(), new TextCodec()));
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> plain.encoder(Item.class, null))
			.withMessageContaining("spring-boot-starter-jackson");
		assertThatExceptionOfType(PayloadConversionException.class).isThrownBy(() -> plain.decoder(Item.class))
			.withMessageContaining("PayloadCodec");
	}

	record Item(String sku, int count, Map<String, List<Integer>> attributes) {
	}

	static class Broken {

		public String getValue() {
			throw new IllegalStateException("secret");
		}

	}

	static class CountingCodec implements PayloadCodec {

		private int decoders;

		@Override
		public String contentType() {
			return "application/x-counting";
		}

		@Override
		public boolean supports(Type type) {
			return true;
		}

		@Override
		public byte[] encode(Object payload) {
			return new byte[0];
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			this.decoders++;
			return (data) -> "counted";
		}

	}

}
