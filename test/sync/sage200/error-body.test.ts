import * as fc from "fast-check";
import { readErrorBody } from "../../../src/sync/sage200/error-body";

test.each([
  ['[{"$severity":"APIM error","$dataCode":"HeaderNotFound","$message":"Header X-Site was not found.","$source":"check-header[2]"}]', "Header X-Site was not found.", "HeaderNotFound"],
  ['{"statusCode":401,"message":"Access denied due to missing subscription key."}', "Access denied due to missing subscription key.", null],
  ['{"Message":"An error has occurred.","ExceptionMessage":"Field reference is mandatory."}', "An error has occurred. Field reference is mandatory.", null],
  ['{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}', "Unknown or invalid refresh token.", "invalid_grant"],
  ['{"error":{"code":"BadRequest","message":"Unknown field nme."}}', "Unknown field nme.", "BadRequest"],
  ['"Customer is on hold"', "Customer is on hold", null],
  ["Reference already exists", "Reference already exists", null],
  ['{"error":"server_error"}', "server_error", "server_error"],
])("the message in %s is found", (body, text, code) => expect(readErrorBody(body)).toEqual({ kind: "message", text, code }));

test.each(["", "   ", "null", "{}", "[]", "[{}]"])("a body of %p says nothing", (body) => expect(readErrorBody(body)).toEqual({ kind: "empty" }));

test("a web page is known as one, and its text is not quoted", () =>
  expect(readErrorBody("<!DOCTYPE html><html><head><title>504 Gateway Time-out</title></head><body>…</body></html>")).toEqual({ kind: "web page", title: "504 Gateway Time-out" }));

test("whatever comes is read without a fault and never quoted at length", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.string({ minLength: 500, maxLength: 900 })), (body) => {
      const read = readErrorBody(body);
      expect(read.kind !== "message" || read.text.length <= 401).toBe(true);
    }),
  );
});
