/** NoteCollection and Note (ExcelApi 1.18). */
import type { Note, Workbook, Worksheet } from "../../model";
import { areaAt, cellsOf } from "../../model";
import type { Args } from "../args";
import { asBoolean, asText } from "../args";
import { BatchError, invalidArgument } from "../errors";
import type { HostObject } from "../host-type";
import { HostType, itemAt } from "../host-type";
import { findPlace } from "../reference";
import { rangeObject, rangeType } from "./range-target";

type Collection = { readonly workbook: Workbook; /** Null for the notes of all worksheets. */ readonly sheet: Worksheet | null };
type NoteTarget = { readonly sheet: Worksheet; readonly note: Note };

const sheetsOf = ({ workbook, sheet }: Collection): readonly Worksheet[] => (sheet ? [sheet] : workbook.worksheets);
const notes = (target: Collection): HostObject[] => sheetsOf(target).flatMap((sheet) => sheet.notes.all().map((note) => noteType.of({ sheet, note })));

const cell = (target: Collection, args: Args): { sheet: Worksheet; row: number; column: number } => {
  const passed = args.object(0)?.as(rangeType);
  const place = passed ? { sheet: passed.sheet, area: passed.cells } : findPlace(target.workbook, target.sheet ?? target.workbook.active, args.text(0));
  if (!place || cellsOf(place.area) !== 1 || (target.sheet && place.sheet !== target.sheet)) throw invalidArgument();
  return { sheet: place.sheet, row: place.area.top, column: place.area.left };
};

const find = (target: Collection, args: Args): HostObject | null => {
  const { sheet, row, column } = cell(target, args);
  const note = sheet.notes.at(row, column);
  return note ? noteType.of({ sheet, note }) : null;
};

const found = (note: HostObject | null): HostObject => {
  if (!note) throw new BatchError("ItemNotFound");
  return note;
};

const changed = (sheet: Worksheet): void => sheet.workbook.emit({ kind: "notes", worksheet: sheet.id });

export const noteCollectionType: HostType<Collection> = new HostType<Collection>("NoteCollection", () => ({
  items: notes,
  objects: {
    add: (target, args) => {
      const { sheet, row, column } = cell(target, args);
      sheet.checkUnlocked(areaAt(row, column));
      const note = sheet.notes.add(row, column, args.text(1), sheet.workbook.author);
      changed(sheet);
      return noteType.of({ sheet, note });
    },
    getItem: (target, args) => found(find(target, args)),
    getItemAt: (target, args) => itemAt(notes(target), args.integer(0)),
    getItemOrNullObject: find,
  },
  methods: { getCount: (target) => notes(target).length },
}));

export const noteType: HostType<NoteTarget> = new HostType<NoteTarget>("Note", () => ({
  read: {
    authorName: ({ note }) => note.author,
    content: ({ note }) => note.content,
    visible: ({ note }) => note.visible,
  },
  write: {
    content: ({ sheet, note }, value) => {
      note.content = asText(value);
      changed(sheet);
    },
    visible: ({ sheet, note }, value) => {
      note.visible = asBoolean(value);
      changed(sheet);
    },
  },
  objects: { getLocation: ({ sheet, note }) => rangeObject(sheet, areaAt(note.row, note.column)) },
  methods: {
    delete: ({ sheet, note }) => {
      if (!sheet.notes.delete(note.row, note.column)) throw new BatchError("ItemNotFound");
      changed(sheet);
    },
  },
}));
