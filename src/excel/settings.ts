/** What the add-in remembers in the workbook itself: small, as JSON, in Excel's settings of this add-in. No secrets and no people. */
import { ok, type Result } from "../sync/model/failure";
import { run } from "./run";

const prefix = "tieout.";
export const settingName = (name: string): string => `${prefix}${name}`;

/** Queues the reading of a setting; call the answer after the next sync. Undefined where it is not set. */
export const askSetting = (context: Excel.RequestContext, name: string): (() => unknown) => {
  const item = context.workbook.settings.getItemOrNullObject(settingName(name));
  item.load("value");
  return () => (item.isNullObject ? undefined : parsed(item.value));
};

/** A value that is no JSON was not written by us, and counts as not set. */
const parsed = (json: unknown): unknown => {
  if (typeof json !== "string") return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

export const readSetting = (name: string): Promise<Result<unknown>> =>
  run(`reading the setting ${name}`, async (context) => {
    const answer = askSetting(context, name);
    await context.sync();
    return ok(answer());
  });

/** Undefined takes the setting out. */
export const writeSetting = (name: string, value: unknown): Promise<Result<void>> =>
  run(`keeping the setting ${name}`, async (context) => {
    const { settings } = context.workbook;
    if (value !== undefined) settings.add(settingName(name), JSON.stringify(value));
    else {
      const item = settings.getItemOrNullObject(settingName(name));
      item.load("key");
      await context.sync();
      if (!item.isNullObject) item.delete();
    }
    await context.sync();
    return ok(undefined);
  });
