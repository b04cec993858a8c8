/** Copy, cut and paste. Inside the workbook formulas and formats go along; from elsewhere text is read as if typed. */
import { rowsOf } from "../model";
import { blockText, readBlock, type Block } from "./block";
import { selectArea } from "./selection";
import type { SheetView } from "./sheet-view";
import { parseTsv } from "./tsv";

export class Clipboard {
  /** What was copied here last, as long as the system's clipboard still holds its text. */
  private copied: { readonly text: string; readonly block: Block } | null = null;

  constructor(
    private readonly view: SheetView,
    private readonly tell: (message: string) => void,
  ) {
    const { element } = view.surface;
    element.addEventListener("copy", (event) => this.onCopy(event, false));
    element.addEventListener("cut", (event) => this.onCopy(event, true));
    element.addEventListener("paste", (event) => {
      event.preventDefault();
      this.paste(event.clipboardData?.getData("text/plain") ?? "");
    });
  }

  /** From the menu, where there is no clipboard event. */
  async copyByMenu(isCut: boolean): Promise<void> {
    const text = this.take(isCut);
    try {
      await navigator.clipboard.writeText(text);
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      this.tell("The browser does not let the page copy by itself. Press Ctrl+C instead.");
    }
  }

  async pasteByMenu(): Promise<void> {
    try {
      this.paste(await navigator.clipboard.readText());
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      this.tell("The browser does not let the page read the clipboard. Press Ctrl+V instead.");
    }
  }

  private onCopy(event: ClipboardEvent, isCut: boolean): void {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", this.take(isCut));
  }

  private take(isCut: boolean): string {
    const { view } = this;
    const area = view.usedSelection;
    const block = readBlock(view.sheet, area);
    const text = blockText(block);
    this.copied = { text, block };
    if (isCut) view.attempt(() => view.edits.clear(view.sheet, area));
    view.announcer.say(`${isCut ? "Cut" : "Copied"} ${rowsOf(area)} ${rowsOf(area) === 1 ? "row" : "rows"}.`);
    return text;
  }

  private paste(text: string): void {
    if (text === "") return;
    const { view } = this;
    const { copied } = this;
    // Browsers may change the line ends on the way.
    const isOwn = copied !== null && text.replaceAll("\r\n", "\n").trimEnd() === copied.text.replaceAll("\r\n", "\n").trimEnd();
    view.attempt(() => {
      const area = isOwn ? view.edits.pasteBlock(view.sheet, copied.block, view.area) : view.edits.pasteText(view.sheet, parseTsv(text), view.area);
      view.select(selectArea(area));
      view.announcer.say(`Pasted ${rowsOf(area)} ${rowsOf(area) === 1 ? "row" : "rows"}.`);
    });
  }
}
