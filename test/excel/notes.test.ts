/** Notes came with ExcelApi 1.18, which Microsoft's published runtime does not know: run on the workbench's own client. */
import { mostNotes } from "../../src/excel/mark-notes";
import { customerLinks } from "../../src/sync/sheets/customer-links";
import { keyOf } from "../../src/sync/sheets/sheet";
import { aLink, links, targetOf, value } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

const target = targetOf(customerLinks);
const refTo = (id: string) => ({ key: keyOf(customerLinks, aLink(id)), nth: 0 });
const mark = (id: string, text: string, ...columns: string[]) => ({ row: refTo(id), columns: columns.map((column) => ({ column, severity: "error" as const })), text });

const opened = async (count: number) => {
  const office = openOfficeWorkbook({ client: "workbench" }, { notes: true });
  value(await office.port.writeTable(links(Array.from({ length: count }, (_, index) => aLink(`C${index}`)))));
  const notes = () => office.sheetOf("CustomerLinks").notes.all().map((note) => [note.row, note.column, note.content]);
  return { ...office, notes };
};

describe("notes on marked cells", () => {
  test("say what is wrong, are replaced by the next check, and go with the problem", async () => {
    const { port, notes } = await opened(3);
    value(await port.markProblems(target, [mark("C0", "No such site.", "SageSiteId"), mark("C2", "Twice.", "CustomerId", "SageCompanyName")]));
    expect(notes()).toEqual([
      [1, 3, "Tieout: No such site."],
      [3, 0, "Tieout: Twice."],
      [3, 2, "Tieout: Twice."],
    ]);
    value(await port.markProblems(target, [mark("C0", "Still no such site.", "SageSiteId")], [refTo("C0")]));
    expect(notes()[0]).toEqual([1, 3, "Tieout: Still no such site."]);
    expect(notes()).toHaveLength(3);
    value(await port.markProblems(target, []));
    expect(notes()).toEqual([]);
  });

  test("leave the user's own notes alone", async () => {
    const { port, notes, sheetOf } = await opened(2);
    sheetOf("CustomerLinks").notes.add(1, 3, "ask Jane", "Jane");
    value(await port.markProblems(target, [mark("C0", "No such site.", "SageSiteId"), mark("C1", "No such site.", "SageSiteId")]));
    value(await port.markProblems(target, [mark("C1", "No.", "SageSiteId")]));
    expect(notes()).toEqual([
      [1, 3, "ask Jane"],
      [2, 3, "Tieout: No."],
    ]);
  });

  test("follow their rows when these are sorted, and are found there again", async () => {
    const { port, notes, sort, type } = await opened(2);
    type("CustomerLinks", 0, "CustomerName", "zzz");
    value(await port.markProblems(target, [mark("C0", "No.", "SageSiteId")]));
    sort("CustomerLinks", "CustomerName");
    expect(notes()).toEqual([[2, 3, "Tieout: No."]]);
    value(await port.markProblems(target, [], [refTo("C0")]));
    expect(notes()).toEqual([]);
  });

  test("are put on the first cells only, as each costs a call", async () => {
    const { port, notes } = await opened(mostNotes + 50);
    value(await port.markProblems(target, Array.from({ length: mostNotes + 50 }, (_, index) => mark(`C${index}`, "No.", "SageSiteId"))));
    expect(notes()).toHaveLength(mostNotes);
    value(await port.markProblems(target, [mark("C210", "New.", "SageSiteId")], [refTo("C210")]));
    expect(notes()).toHaveLength(mostNotes);
  });
});
