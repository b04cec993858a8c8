/** The workbook port on Excel. */
import { adoptActiveSheet } from "./adopt";
import { copyForUpload } from "./copy-for-upload";
import { watchEdits } from "./events";
import { writeLists } from "./lists";
import { markProblems } from "./marks";
import { mergeTable } from "./merge-table";
import { activateTable, goTo, outline } from "./navigate";
import { patchRows } from "./patch";
import { readCapabilities } from "./platform";
import type { Capabilities, WorkbookPort } from "./port";
import { setUpPage } from "./print";
import { readActiveSheet, readRows, readTable } from "./read-table";
import { watchSelection } from "./selection";
import { readSetting, writeSetting } from "./settings";
import { writeTable } from "./write-table";

/** Runs works one after the other: two that move rows must not be between each other's syncs. */
const oneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
};

/** The port on the Excel that this page runs in. `capabilities` is for tests; by default Excel is asked. */
export const createWorkbookPort = (capabilities?: Capabilities): WorkbookPort => {
  const inTurn = oneAtATime();
  let known = capabilities;
  const able = (): Capabilities => (known ??= readCapabilities());
  return {
    capabilities: able,
    outline: () => inTurn(outline),
    readTable: (table, options) => inTurn(() => readTable(table, options)),
    readRows: (table, firstRow, rowCount) => inTurn(() => readRows(table, firstRow, rowCount)),
    readActiveSheet: (options) => inTurn(() => readActiveSheet(options)),
    adoptActiveSheet: (target, lists) => inTurn(() => adoptActiveSheet(target, lists)),
    writeTable: (content, options) => inTurn(() => writeTable(content, options)),
    mergeTable: (target, changed, gone, options) => inTurn(() => mergeTable(target, changed, gone, options)),
    patchRows: (target, patches, options) => inTurn(() => patchRows(target, patches, able().undoGroup, options)),
    markProblems: (target, marks, only, options) => inTurn(() => markProblems(target, marks, only, able().notes, options)),
    writeLists: (lists, options) => inTurn(() => writeLists(lists, options)),
    goTo: (target, row, column) => inTurn(() => goTo(target, row, column)),
    activateTable: (table) => inTurn(() => activateTable(table)),
    copyForUpload: (target, columns, options) => inTurn(() => copyForUpload(target, columns, options)),
    onEdit: watchEdits,
    onSelect: watchSelection,
    setUpPage: (table, texts) => inTurn(() => setUpPage(table, texts)),
    readSetting: (name) => inTurn(() => readSetting(name)),
    writeSetting: (name, value) => inTurn(() => writeSetting(name, value)),
  };
};
