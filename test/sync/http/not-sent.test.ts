import { notSentReason } from "../../../src/sync/http/not-sent";

test.each(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"])("%s means that nothing was sent only where the connecting failed", (code) => {
  expect(notSentReason({ code, syscall: "connect" })).not.toBeNull();
  // Linux reports these for an established connection whose data was never acknowledged, and perhaps received.
  expect(notSentReason({ code, syscall: "read" })).toBeNull();
  expect(notSentReason({ code, syscall: "write" })).toBeNull();
  expect(notSentReason({ code })).toBeNull();
});

test.each(["ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "ERR_SSL_WRONG_VERSION_NUMBER"])("%s arises before a connection stands", (code) => {
  expect(notSentReason({ code })).not.toBeNull();
});

test.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_ABORTED", "EPROTO", "", undefined])("after %s the other side may have seen the request", (code) => {
  expect(notSentReason({ code, syscall: "connect" })).toBeNull();
});

test("several addresses tried in vain are certain only where each of them is", () => {
  const refused = { code: "ECONNREFUSED", syscall: "connect" };
  expect(notSentReason({ code: "ECONNREFUSED", errors: [refused, { code: "ENETUNREACH", syscall: "connect" }] })).toBe("refused");
  expect(notSentReason({ code: "ECONNREFUSED", errors: [refused, { code: "ECONNRESET", syscall: "read" }] })).toBeNull();
});
