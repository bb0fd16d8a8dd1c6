package dev.natsboot.core.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Says which certificate of a server was refused, and why.
 */
final class RefusedCertificate {

	private static final int MAX_NAMES = 5;

	private RefusedCertificate() {
	}

	static String explain(X509Certificate[] chain, @Nullable String host, String source, CertificateException cause) {
		Instant now = Instant.now();
		for (X509Certificate certificate : chain) {
			Instant end = certificate.getNotAfter().toInstant();
			if (end.isBefore(now)) {
				return describe(certificate) + " expired at " + end;
			}
			Instant begin = certificate.getNotBefore().toInstant();
			if (begin.isAfter(now)) {
				return describe(certificate) + " is not valid before " + begin;
			}
		}
		X509Certificate own = chain[0];
		if (has(cause, CertPathBuilderException.class)) {
			return describe(own) + ", issued by '" + own.getIssuerX500Principal().getName() + "', is not trusted by "
					+ source;
		}
		if (cause.getCause() == null && host != null) {
			return describe(own) + " is for " + names(own) + " and not for '" + host + "' (" + cause.getMessage() + ")";
		}
		return describe(own) + " is refused with " + source + ": " + cause.getMessage();
	}

	private static String describe(X509Certificate certificate) {
		return "the certificate '" + certificate.getSubjectX500Principal().getName() + "'";
	}

	private static boolean has(Throwable failure, Class<? extends Throwable> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return true;
			}
		}
		return false;
	}

	private static List<String> names(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			return (names != null) ? names.stream().limit(MAX_NAMES).map((name) -> "'" + name.get(1) + "'").toList()
					: List.of();
		}
		catch (CertificateParsingException ex) {
			return List.of();
		}
	}

}
