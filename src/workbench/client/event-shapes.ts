/** Excel's events: their numbers, whom they concern, and what a handler is told. */
import type { ClientObject } from "./client-object";

type Message = Readonly<Record<string, unknown>>;

export type EventShape = {
  readonly number: number;
  /** The hidden method without `_Register`; null for the old events that need none. */
  readonly method: string | null;
  target(owner: ClientObject): string;
  args(owner: ClientObject, message: Message): unknown;
};

const wholeWorkbook = (): string => "Workbook";
const ownId = (owner: ClientObject): string => String(owner.scalar("id"));
/** Tables of one worksheet listen to it, those of the workbook to all. */
const ownerOfTables = (owner: ClientObject): string => (owner.parentObject ? String(owner.parentObject.scalar("id")) : "Workbook");

const details = (message: Message): Record<string, unknown> | undefined => {
  const { valueBefore, valueAfter, valueTypeBefore, valueTypeAfter } = message;
  return valueBefore !== undefined || valueAfter !== undefined ? { valueBefore, valueAfter, valueTypeBefore, valueTypeAfter } : undefined;
};

const directions: Readonly<Record<string, Record<string, string>>> = {
  ShiftCellLeft: { deleteShiftDirection: "Left" },
  ShiftCellUp: { deleteShiftDirection: "Up" },
  ShiftCellRight: { insertShiftDirection: "Right" },
  ShiftCellDown: { insertShiftDirection: "Down" },
};

type Asker = { readonly workbook: ClientObject };
const ranges = (message: Message) => ({
  getRange: (context: Asker) => context.workbook.callForObject("_GetRangeForEventByReferenceId", "Range", [message["referenceId"]], false),
  getRangeOrNullObject: (context: Asker) => context.workbook.callForObject("_GetRangeOrNullObjectForEventByReferenceId", "Range", [message["referenceId"]], false),
});

const changed = (_owner: ClientObject, message: Message) => ({
  type: "WorksheetChanged",
  changeType: message["changeType"],
  source: message["source"],
  worksheetId: message["worksheetId"],
  address: message["address"],
  ...ranges(message),
  details: details(message),
  triggerSource: message["triggerSource"],
  changeDirectionState: directions[String(message["shiftDirection"])],
});

const tableChanged = (_owner: ClientObject, message: Message) => ({
  type: "TableChanged",
  changeType: message["changeType"],
  source: message["source"],
  worksheetId: message["worksheetId"],
  tableId: message["tableId"],
  address: message["address"],
  ...ranges(message),
  details: details(message),
});

const telling =
  (type: string, ...names: readonly string[]) =>
  (_owner: ClientObject, message: Message) => ({ type, ...Object.fromEntries(names.map((name) => [name, message[name]])) });

const selection = telling("WorksheetSelectionChanged", "address", "worksheetId");
const tableSelection = (_owner: ClientObject, message: Message) => ({ type: "TableSelectionChanged", isInsideTable: Boolean(message["address"]), worksheetId: message["worksheetId"], tableId: message["tableId"], address: message["address"] });

const sheetEvents: Readonly<Record<string, Omit<EventShape, "target">>> = {
  onActivated: { number: 11, method: "ActivatedEvent", args: telling("WorksheetActivated", "worksheetId") },
  onChanged: { number: 10, method: "DataChangedEvent", args: changed },
  onDeactivated: { number: 12, method: "DeactivatedEvent", args: telling("WorksheetDeactivated", "worksheetId") },
  onFormatChanged: { number: 18, method: "FormatChangedEvent", args: (owner, message) => ({ ...telling("WorksheetFormatChanged", "source", "worksheetId", "address")(owner, message), ...ranges(message) }) },
  onNameChanged: { number: 25, method: "EventNameChanged", args: telling("WorksheetNameChanged", "nameAfter", "nameBefore", "source", "worksheetId") },
  onProtectionChanged: { number: 24, method: "ProtectionChangedEvent", args: telling("WorksheetProtectionChanged", "isProtected", "source", "worksheetId") },
  onRowSorted: { number: 19, method: "RowSortedEvent", args: telling("WorksheetRowSorted", "address", "source", "worksheetId") },
  onSelectionChanged: { number: 14, method: "SelectionChangedEvent", args: selection },
  onVisibilityChanged: { number: 26, method: "EventVisibilityChanged", args: telling("WorksheetVisibilityChanged", "source", "visibilityAfter", "visibilityBefore", "worksheetId") },
};

const at = (events: Readonly<Record<string, Omit<EventShape, "target">>>, target: (owner: ClientObject) => string): Record<string, EventShape> =>
  Object.fromEntries(Object.entries(events).map(([name, event]) => [name, { ...event, target }]));

const shapes: Readonly<Record<string, Readonly<Record<string, EventShape>>>> = {
  Workbook: { onSelectionChanged: { number: 2, method: null, target: wholeWorkbook, args: (owner) => ({ workbook: owner }) } },
  SettingCollection: { onSettingsChanged: { number: 1, method: null, target: wholeWorkbook, args: (owner) => ({ settings: owner }) } },
  Worksheet: at(sheetEvents, ownId),
  WorksheetCollection: {
    ...at(sheetEvents, wholeWorkbook),
    onAdded: { number: 13, method: "AddedEvent", target: wholeWorkbook, args: telling("WorksheetAdded", "source", "worksheetId") },
    onDeleted: { number: 15, method: "DeletedEvent", target: wholeWorkbook, args: telling("WorksheetDeleted", "source", "worksheetId") },
    onMoved: { number: 27, method: "EventMoved", target: wholeWorkbook, args: telling("WorksheetMoved", "positionAfter", "positionBefore", "source", "worksheetId") },
  },
  Table: {
    onChanged: { number: 101, method: "DataChangedEvent", target: ownId, args: tableChanged },
    onSelectionChanged: { number: 100, method: "SelectionChangedEvent", target: ownId, args: tableSelection },
  },
  TableCollection: {
    onAdded: { number: 102, method: "AddedEvent", target: ownerOfTables, args: telling("TableAdded", "source", "tableId", "worksheetId") },
    onChanged: { number: 101, method: "DataChangedEvent", target: ownerOfTables, args: tableChanged },
    onDeleted: { number: 103, method: "DeletedEvent", target: ownerOfTables, args: telling("TableDeleted", "source", "tableId", "tableName", "worksheetId") },
  },
};

/** Null for an event the workbench does not send. */
export const eventShape = (type: string, event: string): EventShape | null => shapes[type]?.[event] ?? null;
