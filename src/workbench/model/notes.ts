/** Notes (the yellow ones): one a cell, with an author. */
import type { Area } from "./area";
import { areaAt, contains } from "./area";
import { Refusal } from "./refusal";
import type { Shift } from "./shift";
import { shiftArea } from "./shift";

export type Note = { row: number; column: number; content: string; author: string; visible: boolean };

export class NoteSet {
  private readonly byCell = new Map<string, Note>();

  /** In Excel's order: by row, then by column. */
  all(): Note[] {
    return [...this.byCell.values()].sort((one, other) => one.row - other.row || one.column - other.column);
  }

  at(row: number, column: number): Note | null {
    return this.byCell.get(`${row},${column}`) ?? null;
  }

  add(row: number, column: number, content: string, author: string): Note {
    if (this.at(row, column)) throw new Refusal("ItemAlreadyExists", "The cell already has a note.");
    const note = { row, column, content, author, visible: false };
    this.byCell.set(`${row},${column}`, note);
    return note;
  }

  delete(row: number, column: number): boolean {
    return this.byCell.delete(`${row},${column}`);
  }

  deleteWithin(area: Area): boolean {
    let found = false;
    for (const [key, note] of this.byCell) if (contains(area, note.row, note.column)) found = this.byCell.delete(key) || found;
    return found;
  }

  shift(shift: Shift): void {
    this.move((note) => {
      const area = shiftArea(areaAt(note.row, note.column), shift);
      return area ? { row: area.top, column: area.left } : null;
    });
  }

  /** Notes travel with their rows when a range is sorted. */
  permute(area: Area, order: readonly number[]): void {
    const target = new Map(order.map((row, index) => [row, area.top + index]));
    this.move((note) => (contains(area, note.row, note.column) ? { row: target.get(note.row) ?? note.row, column: note.column } : note));
  }

  private move(to: (note: Note) => { row: number; column: number } | null): void {
    const notes = [...this.byCell.values()];
    this.byCell.clear();
    for (const note of notes) {
      const place = to(note);
      if (!place) continue;
      note.row = place.row;
      note.column = place.column;
      this.byCell.set(`${note.row},${note.column}`, note);
    }
  }
}
