import { memoryWorkbook } from "../support/memory-workbook";
import { workbookPortContract } from "../support/workbook-port-contract";

workbookPortContract("in memory", async () => {
  const workbook = memoryWorkbook();
  return {
    port: workbook.port,
    place: workbook.place,
    type: workbook.type,
    insertRow: workbook.insertRow,
    sort: workbook.sort,
    addColumn: workbook.addColumn,
    select: (table, row) => workbook.select({ table, row }),
    settled: async () => {
      await Promise.resolve();
    },
  };
});
