import { failureOf } from "../../src/excel/failures";

const richApiError = (code: string) => Object.assign(new Error("Excel's own words"), { name: "RichApi.Error", code, debugInfo: { statement: "range.values = ...;" } });

describe("what Excel refuses", () => {
  test.each([
    ["InvalidOperationInCellEditMode", "excel-busy"],
    ["AccessDenied", "sheet-protected"],
    ["RequestPayloadSizeLimitExceeded", "too-large"],
    ["ResponsePayloadSizeLimitExceeded", "too-large"],
    ["ItemNotFound", "not-found"],
    ["ItemAlreadyExists", "table-exists"],
    ["InsertDeleteConflict", "excel-refused"],
    ["SomethingNew", "excel-refused"],
  ])("%s is told as %s, saying what was being done and what to do", (code, expected) => {
    const why = failureOf(richApiError(code), "writing Customer Links");
    expect(why).toMatchObject({ code: expected, value: code });
    expect(why?.cause).toContain("writing Customer Links");
    expect(why?.cause).not.toContain("%");
    expect(why?.cure).toMatch(/\.$/);
  });

  test.each(["PropertyNotLoaded", "InvalidObjectPath"])("%s is a bug of ours and stays thrown", (code) => expect(failureOf(richApiError(code), "x")).toBeNull());
  test("an error that is not Excel's is no failure", () => expect(failureOf(new TypeError("x"), "x")).toBeNull());
});
