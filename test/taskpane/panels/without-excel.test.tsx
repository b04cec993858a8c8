/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { render, screen } from "@testing-library/react";
import { WithoutExcel } from "../../../src/taskpane/shell/WithoutExcel";

describe("a page without a workbook", () => {
  test("in a plain browser explains what this is and where to open it", () => {
    render(<WithoutExcel readiness={{ kind: "browser" }} />);
    expect(screen.getByRole("heading", { name: "Tieout works inside Excel" })).toBeTruthy();
  });

  test("where office.js is blocked names the address to allow", () => {
    render(<WithoutExcel readiness={{ kind: "no-office" }} />);
    expect(screen.getByText(/appsforoffice\.microsoft\.com/)).toBeTruthy();
  });
});
