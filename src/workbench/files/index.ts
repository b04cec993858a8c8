/** Files in, files out. In the page, `readXlsx` and `writeXlsx` run in a worker; here both halves run where they are called. */
import { ok, type Result } from "../../sync/model/failure";
import type { Workbook } from "../model/workbook";
import { contentOf } from "./content-of";
import { readXlsx } from "./read-xlsx";
import { workbookOf } from "./workbook-of";
import { writeXlsx } from "./write-xlsx";

export type { WorkbookContent } from "./content";
export { contentOf } from "./content-of";
export { readXlsx } from "./read-xlsx";
export { workbookOf } from "./workbook-of";
export { writeXlsx } from "./write-xlsx";

/** @returns bad-request, naming the file, when the bytes are not an .xlsx workbook. */
export const openWorkbook = async (bytes: Uint8Array, options: { readonly name?: string } = {}): Promise<Result<Workbook>> => {
  const name = options.name ?? "The file";
  const content = await readXlsx(bytes, name);
  return content.ok ? ok(workbookOf(content.value, { name })) : content;
};

/** @returns the bytes of an .xlsx file. Of a workbook that was opened from one, everything the workbench does not understand is kept. */
export const saveWorkbook = (workbook: Workbook): Promise<Uint8Array> => writeXlsx(contentOf(workbook));
