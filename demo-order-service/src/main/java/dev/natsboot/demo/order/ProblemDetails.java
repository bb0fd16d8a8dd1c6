package dev.natsboot.demo.order;

import java.util.Map;
import java.util.TreeMap;

import dev.natsboot.core.NatsNotConnectedException;
import dev.natsboot.core.NatsTimeoutException;
import dev.natsboot.core.NoRespondersException;
import dev.natsboot.core.ServiceErrorException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Says what went wrong as a problem detail (RFC 9457).
 */
@RestControllerAdvice
class ProblemDetails extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail conflict(OrderConflictException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler({ NoRespondersException.class, NatsNotConnectedException.class })
	ProblemDetail unavailable(RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				(ex instanceof NoRespondersException) ? "The inventory service is not there. Try again later."
						: "There is no connection to NATS. Try again later.");
	}

	@ExceptionHandler
	ProblemDetail late(NatsTimeoutException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT,
				"The inventory service did not answer in time. Try again later.");
	}

	@ExceptionHandler
	ProblemDetail answeredWithError(ServiceErrorException ex) {
		return (ex.getCode() == HttpStatus.NOT_FOUND.value())
				? ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "The inventory service knows no such article.")
				: ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "The inventory service failed to answer.");
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, String> errors = new TreeMap<>();
		for (FieldError error : ex.getFieldErrors()) {
			errors.put(error.getField(), String.valueOf(error.getDefaultMessage()));
		}
		ex.getBody().setProperty("errors", errors);
		return handleExceptionInternal(ex, null, headers, status, request);
	}

}
