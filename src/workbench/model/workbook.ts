/** The workbook: worksheets in the order of their tabs, what belongs to the file as a whole, and who is told of changes. */
import type { Area } from "./area";
import { areaAt } from "./area";
import { Calculator } from "./calculator";
import { CustomXmlSet } from "./custom-xml";
import type { EventDraft, Origin, WorkbookEvent, WorkbookListener } from "./events";
import { NameSet } from "./names";
import { Refusal } from "./refusal";
import type { Table } from "./table";
import { nameFault } from "./table";
import type { Visibility } from "./worksheet";
import { Worksheet } from "./worksheet";
import { renameSheetInFormula } from "./formula/references";

export type WorkbookOptions = {
  /** File name shown to the add-in. */
  readonly name?: string;
  /** For dates typed without a year; the current year unless told. */
  readonly thisYear?: number;
  /** Who signs notes. */
  readonly author?: string;
};

export class Workbook {
  readonly name: string;
  readonly author: string;
  readonly thisYear: number;
  readonly names = new NameSet();
  /** What the add-in keeps in the file: JSON values by key. */
  readonly settings = new Map<string, unknown>();
  readonly customXml: CustomXmlSet;
  readonly calculator: Calculator;
  /** AutoCorrect's option "Include new rows and columns in table"; users can switch it off. */
  autoExpandsTables = true;
  calculationMode: "Automatic" | "AutomaticExceptTables" | "Manual" = "Automatic";
  private sheets: Worksheet[] = [];
  private activeSheet: Worksheet;
  private readonly listeners = new Set<WorkbookListener>();
  private who: Origin = "user";
  private editing = false;
  private ids = 0;

  constructor(options: WorkbookOptions = {}) {
    this.name = options.name ?? "Book1.xlsx";
    this.author = options.author ?? "You";
    this.thisYear = options.thisYear ?? new Date().getFullYear();
    this.customXml = new CustomXmlSet(() => this.newId());
    this.calculator = new Calculator(this);
    this.activeSheet = new Worksheet(this, this.newId(), "Sheet1");
    this.sheets.push(this.activeSheet);
  }

  // --- worksheets ---

  get worksheets(): readonly Worksheet[] {
    return this.sheets;
  }

  get active(): Worksheet {
    return this.activeSheet;
  }

  /** By name or id, whichever the name's case. */
  worksheet(nameOrId: string): Worksheet | null {
    const lower = nameOrId.toLowerCase();
    return this.sheets.find((sheet) => sheet.name.toLowerCase() === lower) ?? this.worksheetById(nameOrId);
  }

  worksheetById(id: string): Worksheet | null {
    return this.sheets.find((sheet) => sheet.id === id) ?? null;
  }

  /** Adds it behind the last tab; it is not brought to the front. Without a name it is the next free "SheetN". */
  addWorksheet(name?: string): Worksheet {
    let number = this.sheets.length + 1;
    while (name === undefined && this.worksheet(`Sheet${number}`)) number++;
    const wanted = name ?? `Sheet${number}`;
    this.checkSheetName(wanted, null);
    const sheet = new Worksheet(this, this.newId(), wanted);
    this.sheets.push(sheet);
    this.emit({ kind: "worksheet", what: "added", worksheet: sheet.id });
    return sheet;
  }

  renameWorksheet(sheet: Worksheet, name: string): void {
    if (sheet.name === name) return;
    this.checkSheetName(name, sheet);
    const from = sheet.name;
    sheet.setName(name);
    this.rewriteFormulas((formula) => renameSheetInFormula(formula, from, name));
    this.emit({ kind: "worksheet", what: "renamed", worksheet: sheet.id, was: from });
  }

  deleteWorksheet(sheet: Worksheet): void {
    const visible = this.sheets.filter((each) => each.visibility === "Visible");
    if (sheet.visibility === "VeryHidden") throw new Refusal("GeneralException", "A very hidden worksheet must be shown before it can be deleted.");
    if (visible.length === 1 && visible[0] === sheet) throw new Refusal("InvalidOperation", "A workbook needs at least one visible worksheet.");
    const index = this.sheets.indexOf(sheet);
    this.sheets = this.sheets.filter((each) => each !== sheet);
    this.names.dropScope(sheet.id);
    if (this.activeSheet === sheet) this.activate(this.nearestVisible(index));
    this.emit({ kind: "worksheet", what: "deleted", worksheet: sheet.id });
  }

  setVisibility(sheet: Worksheet, visibility: Visibility): void {
    if (visibility === sheet.visibility) return;
    const others = this.sheets.filter((each) => each !== sheet && each.visibility === "Visible");
    if (visibility !== "Visible" && others.length === 0) throw new Refusal("InvalidOperation", "A workbook needs at least one visible worksheet.");
    const was = sheet.visibility;
    sheet.setVisibility(visibility);
    if (visibility !== "Visible" && this.activeSheet === sheet) this.activate(this.nearestVisible(this.sheets.indexOf(sheet)));
    this.emit({ kind: "worksheet", what: "shown", worksheet: sheet.id, was });
  }

  /** `position` from 0. */
  moveWorksheet(sheet: Worksheet, position: number): void {
    if (!Number.isInteger(position) || position < 0 || position >= this.sheets.length) throw new Refusal("InvalidArgument", `There is no position ${position} among the worksheets.`);
    const was = sheet.position;
    this.sheets = this.sheets.filter((each) => each !== sheet);
    this.sheets.splice(position, 0, sheet);
    this.emit({ kind: "worksheet", what: "moved", worksheet: sheet.id, was });
  }

  activate(sheet: Worksheet): void {
    if (sheet.visibility !== "Visible") throw new Refusal("InvalidOperation", `Worksheet ${sheet.name} is hidden and cannot be brought to the front.`);
    if (this.activeSheet === sheet) return;
    const was = this.activeSheet.id;
    this.activeSheet = sheet;
    this.emit({ kind: "worksheet", what: "activated", worksheet: sheet.id, was });
    this.emit({ kind: "selection", worksheet: sheet.id, areas: sheet.selection });
  }

  /** Selects and brings the worksheet to the front. */
  select(sheet: Worksheet, areas: readonly Area[]): void {
    if (sheet.visibility !== "Visible") throw new Refusal("InvalidOperation", `Worksheet ${sheet.name} is hidden and nothing on it can be selected.`);
    this.activate(sheet);
    sheet.setSelection(areas.length > 0 ? areas : [areaAt(0, 0)]);
    this.emit({ kind: "selection", worksheet: sheet.id, areas: sheet.selection });
  }

  // --- tables ---

  tables(): Table[] {
    return this.sheets.flatMap((sheet) => [...sheet.tables]);
  }

  /** By name or id, whichever the name's case. */
  table(nameOrId: string): Table | null {
    const lower = nameOrId.toLowerCase();
    return this.tables().find((table) => table.name.toLowerCase() === lower || table.id.toLowerCase() === lower) ?? null;
  }

  nextTableName(): string {
    let number = this.tables().length + 1;
    while (this.table(`Table${number}`) || this.names.find(`Table${number}`, null)) number++;
    return `Table${number}`;
  }

  /** Throws where Excel would not have the name, or has it already. */
  checkTableName(name: string, own: Table | null): void {
    const fault = nameFault(name);
    if (fault) throw new Refusal("InvalidArgument", fault);
    const other = this.table(name);
    if ((other && other !== own) || this.names.find(name, null)) throw new Refusal("ItemAlreadyExists", `The name ${name} already exists in this workbook.`);
  }

  // --- changes ---

  /** Who causes the edits that follow; see `editAs`. */
  get origin(): Origin {
    return this.who;
  }

  /** While the user is typing in a cell Excel accepts no batch. */
  get isEditingCell(): boolean {
    return this.editing;
  }

  /** The view says so when typing in a cell begins and ends. */
  setEditingCell(isEditing: boolean): void {
    if (this.editing === isEditing) return;
    this.editing = isEditing;
    this.emit({ kind: "editing", isEditing });
  }

  /** Runs edits in somebody's name; events say so. */
  editAs<T>(origin: Origin, edit: () => T): T {
    const before = this.who;
    this.who = origin;
    try {
      return edit();
    } finally {
      this.who = before;
    }
  }

  /** Calls back after each edit, at once. The answer stops it. */
  subscribe(listener: WorkbookListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(draft: EventDraft): void {
    if (draft.kind === "cells" || draft.kind === "table" || draft.kind === "worksheet") this.calculator.invalidate();
    const event: WorkbookEvent = { ...draft, origin: this.who };
    for (const listener of [...this.listeners]) listener(event);
  }

  /** Applies a change to every formula there is: cells, names, validations, conditional formats. `home` is the sheet it stands on. */
  rewriteFormulas(change: (formula: string, home: string) => string): void {
    for (const defined of this.names.all()) defined.formula = change(defined.formula, this.worksheetById(defined.scope ?? "")?.name ?? "");
    for (const sheet of this.sheets) sheet.rewriteFormulas((formula) => change(formula, sheet.name));
  }

  /** Ids look like Excel's and are the same in every run. */
  newId(): string {
    this.ids++;
    return `{00000000-0000-4000-8000-${String(this.ids).padStart(12, "0")}}`;
  }

  private nearestVisible(index: number): Worksheet {
    const next = this.sheets.slice(index).find((sheet) => sheet.visibility === "Visible") ?? [...this.sheets].reverse().find((sheet) => sheet.visibility === "Visible");
    if (!next) throw new Error("The workbook has no visible worksheet left.");
    return next;
  }

  private checkSheetName(name: string, own: Worksheet | null): void {
    if (name.trim() === "" || name.length > 31 || /[:\\/?*[\]]/.test(name) || name.startsWith("'") || name.endsWith("'")) {
      throw new Refusal("InvalidArgument", `"${name}" is not a valid worksheet name: 1 to 31 characters, none of : \\ / ? * [ ], no apostrophe at either end.`);
    }
    const other = this.sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
    if (other && other !== own) throw new Refusal("ItemAlreadyExists", `A worksheet named ${name} already exists.`);
  }
}

export const createWorkbook = (options?: WorkbookOptions): Workbook => new Workbook(options);
