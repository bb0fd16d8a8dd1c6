package dev.natsboot.test.server;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import javax.security.auth.x500.X500Principal;

import org.jspecify.annotations.Nullable;

/**
 * Writes X.509 certificates of version 3 (RFC 5280), signed with ECDSA and SHA-256: the
 * JDK has no public class for that.
 */
final class CertificateEncoder {

	private static final int SEQUENCE = 0x30;

	private static final int OCTETS = 0x04;

	private static final byte[] ECDSA_WITH_SHA256 = tagged(SEQUENCE,
			new byte[] { 0x06, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2 });

	private static final byte[] BASIC_CONSTRAINTS = { 0x06, 3, 0x55, 0x1d, 0x13 };

	private static final byte[] ALTERNATIVE_NAMES = { 0x06, 3, 0x55, 0x1d, 0x11 };

	private static final byte[] TRUE = { 0x01, 1, (byte) 0xff };

	private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private CertificateEncoder() {
	}

	/**
	 * Encodes a certificate.
	 * @param hosts what it is for, or {@code null} for an authority
	 */
	static byte[] encode(String issuer, String subject, KeyPair issuerKeys, KeyPair keys, Instant begin, Instant end,
			@Nullable List<String> hosts) {
		byte[] body = tagged(SEQUENCE, tagged(0xa0, integer(BigInteger.TWO)),
				integer(BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))), ECDSA_WITH_SHA256,
				name(issuer), tagged(SEQUENCE, time(begin), time(end)), name(subject), keys.getPublic().getEncoded(),
				tagged(0xa3, tagged(SEQUENCE, extensions(hosts))));
		byte[] signature = sign(body, issuerKeys);
		return tagged(SEQUENCE, body, ECDSA_WITH_SHA256, tagged(0x03, new byte[] { 0 }, signature));
	}

	private static byte[] extensions(@Nullable List<String> hosts) {
		if (hosts == null) {
			return tagged(SEQUENCE, BASIC_CONSTRAINTS, TRUE, tagged(OCTETS, tagged(SEQUENCE, TRUE)));
		}
		byte[][] names = hosts.stream().map(CertificateEncoder::alternativeName).toArray(byte[][]::new);
		return (names.length > 0) ? tagged(SEQUENCE, ALTERNATIVE_NAMES, tagged(OCTETS, tagged(SEQUENCE, names)))
				: tagged(SEQUENCE, BASIC_CONSTRAINTS, tagged(OCTETS, tagged(SEQUENCE)));
	}

	private static byte[] alternativeName(String host) {
		if (!IPV4.matcher(host).matches()) {
			return tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
		}
		byte[] address = new byte[4];
		String[] parts = host.split("\\.", -1);
		for (int i = 0; i < address.length; i++) {
			address[i] = (byte) Integer.parseInt(parts[i]);
		}
		return tagged(0x87, address);
	}

	private static byte[] name(String commonName) {
		return new X500Principal("CN=" + commonName).getEncoded();
	}

	private static byte[] time(Instant instant) {
		return tagged(0x17, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] integer(BigInteger value) {
		return tagged(0x02, value.toByteArray());
	}

	private static byte[] sign(byte[] body, KeyPair keys) {
		try {
			Signature signature = Signature.getInstance("SHA256withECDSA");
			signature.initSign(keys.getPrivate());
			signature.update(body);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Writes a DER value: its tag, its length and its parts. */
	private static byte[] tagged(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(tag);
		int length = content.size();
		if (length < 0x80) {
			out.write(length);
		}
		else if (length < 0x100) {
			out.write(0x81);
			out.write(length);
		}
		else {
			out.write(0x82);
			out.write(length >> 8);
			out.write(length);
		}
		out.writeBytes(content.toByteArray());
		return out.toByteArray();
	}

}
