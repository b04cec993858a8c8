import { writeXlsx } from "hucre";
import { saveWorkbook } from "../../../src/workbench/files";
import { openPackage } from "../../../src/workbench/files/package/parts";
import { open } from "./builder";

/** A file with things the workbench does not show. */
const aRichFile = () =>
  writeXlsx({
    sheets: [
      {
        name: "Sales",
        rows: [["Month", "Sum"], ["Jan", 1], ["Feb", 2]],
        cells: new Map([
          ["0,0", { value: "Month", style: { border: { bottom: { style: "double" } }, font: { bold: true } } }],
          ["4,0", { value: "Site", hyperlink: { target: "https://example.com/" } }],
          ["5,0", { value: "mixed", richText: [{ text: "mi" }, { text: "xed", font: { bold: true } }] }],
        ]),
        merges: [{ startRow: 6, startCol: 0, endRow: 6, endCol: 1 }],
        pageSetup: { orientation: "landscape" },
        charts: [{ type: "bar", series: [{ name: "Sum", values: "Sales!$B$2:$B$3", categories: "Sales!$A$2:$A$3" }], anchor: { from: { row: 1, col: 3 } } }],
      },
    ],
  });

describe("what the workbench does not understand in an opened file", () => {
  test("is in the file again when it is saved with an edit", async () => {
    const workbook = await open(await aRichFile());
    workbook.active.grid.column(1).put(1, 10);
    const saved = openPackage(await saveWorkbook(workbook));
    const sheet = saved.read("xl/worksheets/sheet1.xml") ?? "";
    const relationships = saved.read("xl/worksheets/_rels/sheet1.xml.rels") ?? "";
    expect(saved.names.filter((name) => name.startsWith("xl/charts/chart"))).toHaveLength(1);
    expect(sheet).toContain("<drawing ");
    expect(relationships).toContain("/relationships/drawing");
    expect(relationships).toContain("https://example.com/");
    expect(sheet).toContain('<mergeCell ref="A7:B7"/>');
    expect(sheet).toContain('orientation="landscape"');
    expect(sheet).toContain("<t>xed</t>");
    expect(saved.read("xl/styles.xml")).toContain('<bottom style="double"');
    expect(sheet).toContain("<v>10</v>");
  });

  test("goes from a cell whose text was changed, where it was about the text", async () => {
    const workbook = await open(await aRichFile());
    workbook.active.grid.column(0).put(5, "plain now");
    const saved = openPackage(await saveWorkbook(workbook));
    expect(saved.read("xl/worksheets/sheet1.xml")).not.toContain("xed");
    expect(saved.read("xl/sharedStrings.xml")).toContain("plain now");
  });
});
