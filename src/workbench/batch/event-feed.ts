/**
 * Events on their way to the client: only those somebody registered for, in the order the edits happened, and after the answer
 * of the batch that caused them.
 */
import type { CellChange, Origin, Shift, Value, Workbook, WorkbookEvent } from "../model";
import { areaAddress, intersection, toApiValue } from "../model";
import type { EventName, HostObject } from "./host-type";
import { RangeTarget, rangeType } from "./types/range-target";
import type { EventEntry } from "./wire";
import { eventCategory } from "./wire";

/** Excel's numbers for its events, and the target that means the whole workbook. */
export const eventNumbers: Readonly<Record<EventName, number>> = {
  changed: 10, activated: 11, deactivated: 12, added: 13, selectionChanged: 14, deleted: 15, formatChanged: 18, rowSorted: 19,
  protectionChanged: 24, nameChanged: 25, visibilityChanged: 26, moved: 27,
  tableSelectionChanged: 100, tableChanged: 101, tableAdded: 102, tableDeleted: 103,
};
export const workbookTarget = "Workbook";

type Draft = { readonly event: EventName; readonly targets: readonly string[]; readonly message: Record<string, unknown> };

export class EventFeed {
  /** While false nothing is sent: `context.runtime.enableEvents`. */
  isOn = true;
  private readonly registered = new Map<string, number>();
  private readonly listeners = new Set<(entries: readonly EventEntry[]) => void>();
  private readonly stop: () => void;
  private waiting: EventEntry[] = [];
  private delivery: Promise<void> | null = null;

  constructor(
    private readonly workbook: Workbook,
    private readonly keep: (object: HostObject) => string,
  ) {
    this.stop = workbook.subscribe((event) => this.take(event));
  }

  listen(listener: (entries: readonly EventEntry[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  register(event: EventName, target: string, isOn: boolean): void {
    const key = `${event}:${target}`;
    const count = (this.registered.get(key) ?? 0) + (isOn ? 1 : -1);
    if (count > 0) this.registered.set(key, count);
    else this.registered.delete(key);
  }

  async settled(): Promise<void> {
    while (this.delivery) await this.delivery;
  }

  dispose(): void {
    this.stop();
    this.listeners.clear();
    this.waiting = [];
  }

  private take(event: WorkbookEvent): void {
    if (!this.isOn || this.registered.size === 0) return;
    for (const draft of this.drafts(event)) {
      for (const target of draft.targets) {
        if (!this.registered.has(`${draft.event}:${target}`)) continue;
        this.waiting.push({ messageCategory: eventCategory, messageType: eventNumbers[draft.event], targetId: target, message: JSON.stringify(draft.message) });
      }
    }
    if (this.waiting.length > 0) this.delivery ??= this.deliver();
  }

  /** In a task of its own: the program that caused the event gets its answer first. */
  private async deliver(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    const entries = this.waiting;
    this.waiting = [];
    this.delivery = null;
    for (const listener of [...this.listeners]) listener(entries);
  }

  private drafts(event: WorkbookEvent): Draft[] {
    const source = sourceOf(event.origin);
    switch (event.kind) {
      case "cells":
        return this.cellDrafts(event);
      case "look":
        return [{ event: "formatChanged", targets: [event.worksheet, workbookTarget], message: { source, worksheetId: event.worksheet, address: areaAddress(event.area) } }];
      case "selection": {
        const address = event.areas.map(areaAddress).join(",");
        return [{ event: "selectionChanged", targets: [event.worksheet, workbookTarget], message: { worksheetId: event.worksheet, address } }, ...this.tableSelections(event.worksheet, event.areas)];
      }
      case "worksheet":
        return this.worksheetDrafts(event, source);
      case "table":
        return this.tableDrafts(event, source);
      // Settings and the selection of the workbook reach the client by a way of their own.
      case "settings":
      case "layout":
      case "notes":
      case "editing":
        return [];
    }
  }

  private cellDrafts(event: Extract<WorkbookEvent, { kind: "cells" }>): Draft[] {
    const sheet = this.workbook.worksheetById(event.worksheet);
    if (!sheet) return [];
    const message = {
      source: sourceOf(event.origin),
      changeType: event.change,
      worksheetId: event.worksheet,
      address: areaAddress(event.area),
      triggerSource: event.origin === "addin" ? "ThisLocalAddin" : "Unknown",
      shiftDirection: shiftDirection(event.change, event.shift),
      referenceId: this.keep(rangeType.of(new RangeTarget(sheet, event.area))),
      ...detailsOf(event.before, event.after),
    };
    const drafts: Draft[] = [{ event: "changed", targets: [event.worksheet, workbookTarget], message }];
    for (const table of sheet.tables) {
      const inside = intersection(table.area, event.area);
      if (!inside) continue;
      drafts.push({ event: "tableChanged", targets: [table.id, event.worksheet, workbookTarget], message: { ...message, tableId: table.id, address: areaAddress(inside) } });
    }
    return drafts;
  }

  private tableDrafts(event: Extract<WorkbookEvent, { kind: "table" }>, source: string): Draft[] {
    const message = { source, worksheetId: event.worksheet, tableId: event.table, tableName: event.tableName };
    const targets = [event.worksheet, workbookTarget];
    switch (event.what) {
      case "added":
        return [{ event: "tableAdded", targets, message }];
      case "deleted":
        return [{ event: "tableDeleted", targets, message }];
      case "sorted": {
        const table = this.workbook.table(event.table);
        return table ? [{ event: "rowSorted", targets, message: { source, worksheetId: event.worksheet, address: areaAddress(table.body) } }] : [];
      }
      case "filtered":
      case "renamed":
      case "resized":
      case "restyled":
        return [];
    }
  }

  private tableSelections(worksheet: string, areas: Extract<WorkbookEvent, { kind: "selection" }>["areas"]): Draft[] {
    const sheet = this.workbook.worksheetById(worksheet);
    return (sheet?.tables ?? []).map((table) => {
      const inside = areas.map((area) => intersection(area, table.area)).filter((area) => area !== null);
      return { event: "tableSelectionChanged", targets: [table.id], message: { worksheetId: worksheet, tableId: table.id, address: inside.map(areaAddress).join(",") } };
    });
  }

  private worksheetDrafts(event: Extract<WorkbookEvent, { kind: "worksheet" }>, source: string): Draft[] {
    const { worksheet } = event;
    const sheet = this.workbook.worksheetById(worksheet);
    const message = { source, worksheetId: worksheet };
    const both = [worksheet, workbookTarget];
    switch (event.what) {
      case "added":
        return [{ event: "added", targets: [workbookTarget], message }];
      case "deleted":
        return [{ event: "deleted", targets: [workbookTarget], message }];
      case "renamed":
        return [{ event: "nameChanged", targets: both, message: { ...message, nameBefore: event.was, nameAfter: sheet?.name } }];
      case "moved":
        return [{ event: "moved", targets: [workbookTarget], message: { ...message, positionBefore: event.was, positionAfter: sheet?.position } }];
      case "shown":
        return [{ event: "visibilityChanged", targets: both, message: { ...message, visibilityBefore: event.was, visibilityAfter: sheet?.visibility } }];
      case "protected":
        return [{ event: "protectionChanged", targets: both, message: { ...message, isProtected: sheet?.isProtected } }];
      case "activated":
        return [
          { event: "deactivated", targets: [String(event.was), workbookTarget], message: { worksheetId: event.was } },
          { event: "activated", targets: both, message: { worksheetId: worksheet } },
        ];
    }
  }
}

const sourceOf = (origin: Origin): "Local" | "Remote" => (origin === "remote" ? "Remote" : "Local");

const valueType = (value: Value): string => {
  if (value === null) return "Empty";
  if (typeof value === "object") return "Error";
  return typeof value === "number" ? "Double" : typeof value === "boolean" ? "Boolean" : "String";
};

/** Excel tells what was in the cell only where one cell changed. */
const detailsOf = (before: Value | undefined, after: Value | undefined): Record<string, unknown> =>
  before === undefined || after === undefined ? {} : { valueBefore: toApiValue(before), valueAfter: toApiValue(after), valueTypeBefore: valueType(before), valueTypeAfter: valueType(after) };

const shiftDirection = (change: CellChange, shift: Shift | undefined): string => {
  if (!shift || (change !== "CellInserted" && change !== "CellDeleted")) return "None";
  if (shift.axis === "rows") return shift.count > 0 ? "ShiftCellDown" : "ShiftCellUp";
  return shift.count > 0 ? "ShiftCellRight" : "ShiftCellLeft";
};
