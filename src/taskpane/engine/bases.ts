import type { BaseRow, SheetOf } from "../../sync/local";
import type { PushSlug } from "../../sync/sheets/sheet";
import type { Tools } from "./tools";

export const sheetOf = (tools: Pick<Tools, "workbookId">, slug: PushSlug): SheetOf => ({ workbook: tools.workbookId(), sheet: slug });

const stampName = (slug: PushSlug) => `tieout.stamp.${slug}`;

/**
 * Marks the workbook and this computer's bases as belonging together. A workbook closed without saving comes back with an
 * older stamp; its rows are then not compared with bases that are newer than they are, which would pass old values off as edits.
 */
export const stampBases = async (tools: Tools, slug: PushSlug): Promise<void> => {
  const stamp = tools.newId();
  const written = await tools.workbook.writeSetting(stampName(slug), stamp);
  await tools.local().bases.setCursor(sheetOf(tools, slug), written.ok ? stamp : "");
};

/** The rows as of the last pull or push, or nothing where the workbook's stamp says that they are of another time. */
export const basesOf = async (tools: Tools, slug: PushSlug): Promise<ReadonlyMap<string, BaseRow>> => {
  const [here, there] = await Promise.all([tools.workbook.readSetting(stampName(slug)), tools.local().bases.cursor(sheetOf(tools, slug))]);
  if (!here.ok || !there.ok || typeof here.value !== "string" || here.value !== there.value) return new Map();
  const bases = await tools.local().bases.read(sheetOf(tools, slug));
  return bases.ok ? bases.value : new Map();
};
