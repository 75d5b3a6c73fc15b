import { errors } from "undici";
import type { ErrorCode } from "@/shared/error-codes";

const timeoutCodes = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

/** Codes of OpenSSL's certificate check, as Node names them. */
const certificateCodes = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CERT_CHAIN_TOO_LONG",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "EPROTO",
]);

const tlsCode = /^ERR_(SSL|TLS)_/;
/** Not HTTP, too large, or not in the compression that it says. */
const replyCode =
  /^(Z_|ERR__ERROR_FORMAT|ERR_BUFFER_TOO_LARGE$|UND_ERR_(RES_EXCEEDED_MAX_SIZE|HEADERS_OVERFLOW)$)/;

/** The product's code for what undici, Node's sockets, TLS or zlib threw, told by error code and class alone. */
export function failureCode(error: unknown): ErrorCode {
  if (error instanceof DOMException && error.name === "TimeoutError") return "CONN_TIMEOUT";
  if (error instanceof errors.HTTPParserError) return "CONN_UNEXPECTED_REPLY";
  const code = codeOf(error);
  if (timeoutCodes.has(code)) return "CONN_TIMEOUT";
  if (certificateCodes.has(code) || tlsCode.test(code)) return "CONN_SSL_ERROR";
  if (replyCode.test(code)) return "CONN_UNEXPECTED_REPLY";
  return "CONN_NETWORK_ERROR";
}

/**
 * What a log may show of the failure: name, code and message. The error itself may hold a piece of the reply
 * (undici's parser error does), and with it a token. The code is kept apart too: it tells whether anything was sent.
 */
export function failureCause(error: unknown): Error {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: "not an error" };
  const code = codeOf(error);
  const cause = new Error([name, code, message].filter((part) => part !== "").join(": "));
  return Object.assign(cause, { code });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
