import { readFileSync } from "node:fs";
import { paneWithBridge } from "../../../src/workbench/page/pane-page";

describe("the production pane's page in the workbench", () => {
  const built = readFileSync("src/taskpane/taskpane.html", "utf8").replace("</head>", '<script defer src="taskpane.0123456789.js"></script></head>');

  test("differs in nothing but the script that stands for office.js", () => {
    const bridged = paneWithBridge(built, "office-bridge.js");
    expect(bridged).toBe(built.replace('<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>', '<script src="office-bridge.js"></script>'));
    expect(bridged).not.toContain("appsforoffice");
  });

  test("runs the bridge before the pane's own script", () => {
    const bridged = paneWithBridge(built, "office-bridge.js") ?? "";
    expect(bridged.indexOf("office-bridge.js")).toBeLessThan(bridged.indexOf("taskpane.0123456789.js"));
  });

  test.each([
    ["single quotes and attributes", "<head><script type='text/javascript' src='https://appsforoffice.microsoft.com/lib/1/hosted/office.js' async></script></head>"],
    ["a second tag of the same", '<head><script src="https://x/office.js"></script><script src="https://x/office.js"></script></head>'],
  ])("finds the tag with %s, and places the bridge once", (_, html) => {
    expect(paneWithBridge(html, "b.js")?.match(/<script/g)).toHaveLength(1);
  });

  test("a page without office.js is not taken for the pane", () => {
    expect(paneWithBridge("<html><head></head><body>Not found</body></html>", "b.js")).toBeNull();
  });
});
