/** Why a request never left: told from the error codes of Node and undici, and from the system call that failed. */
export type NotSentReason = "refused" | "unknown host" | "unreachable" | "connect timed out" | "certificate" | "no common protocol";

/** These arise only before a connection stands, so that they are certain by themselves. */
const always: Readonly<Record<string, NotSentReason>> = {
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "unknown host",
  EAI_FAIL: "unknown host",
  EAI_NODATA: "unknown host",
  UND_ERR_CONNECT_TIMEOUT: "connect timed out",
  // Node checks the certificate before it hands the connection over: nothing was written to it.
  CERT_HAS_EXPIRED: "certificate",
  CERT_NOT_YET_VALID: "certificate",
  CERT_REVOKED: "certificate",
  CERT_REJECTED: "certificate",
  CERT_UNTRUSTED: "certificate",
  CERT_SIGNATURE_FAILURE: "certificate",
  CERT_CHAIN_TOO_LONG: "certificate",
  INVALID_CA: "certificate",
  INVALID_PURPOSE: "certificate",
  HOSTNAME_MISMATCH: "certificate",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate",
  UNABLE_TO_GET_ISSUER_CERT: "certificate",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate",
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: "certificate",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate",
  // Alerts and faults of the handshake alone.
  ERR_SSL_WRONG_VERSION_NUMBER: "no common protocol",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "no common protocol",
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: "no common protocol",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "no common protocol",
};

/**
 * Certain only where it was the connecting that failed. An established connection may end with the same codes: Linux reports
 * EHOSTUNREACH or ETIMEDOUT for data that was sent, and perhaps delivered, but never acknowledged.
 */
const whileConnecting: Readonly<Record<string, NotSentReason>> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  EHOSTDOWN: "unreachable",
  ETIMEDOUT: "connect timed out",
};

export type TransportError = { readonly message?: string; readonly code?: unknown; readonly syscall?: unknown; readonly errors?: unknown };

/** Null for an error after which the other side may have seen the request: a reset connection, a time-out while waiting. */
export const notSentReason = (error: TransportError): NotSentReason | null => {
  const { code, syscall, errors } = error;
  if (typeof code !== "string") return null;
  const certain = always[code];
  if (certain !== undefined) return certain;
  // Several addresses of one host were tried, each in vain: Node reports one error that holds the others.
  if (Array.isArray(errors) && errors.length > 0) {
    const reasons = errors.map((one: unknown) => (typeof one === "object" && one !== null ? notSentReason(one) : null));
    return reasons.includes(null) ? null : (reasons[0] ?? null);
  }
  return syscall === "connect" ? (whileConnecting[code] ?? null) : null;
};
