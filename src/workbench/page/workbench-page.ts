/** The page: one open workbook, the sheet, the ribbon and the pane, all on the same model. */
import { createWorkbook, type Workbook } from "../model";
import { WorkbookGrid } from "../grid/workbook-grid";
import { Autosave } from "./autosave";
import { make } from "./elements";
import type { FileDesk } from "./file-desk";
import { readKept } from "./kept-workbook";
import { MessageBar } from "./message-bar";
import type { PaneFrame } from "./pane-frame";
import { Ribbon } from "./ribbon";
import { paneSplitter } from "./splitter";
import { TitleBar } from "./title-bar";

const newName = "Book1.xlsx";
const mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export class WorkbenchPage {
  readonly ribbon: Ribbon;
  private readonly title: TitleBar;
  private readonly message = new MessageBar();
  private readonly mode = make("span");
  private readonly selection = make("span", { "data-part": "selection-summary" });
  private readonly grid: WorkbookGrid;
  private readonly autosave: Autosave;
  private book: Workbook = createWorkbook({ name: newName });
  private isSaved = true;
  /** What F6 goes through. */
  private readonly areas: readonly HTMLElement[];
  private stop: () => void = () => undefined;

  constructor(
    root: HTMLElement,
    private readonly files: FileDesk,
    private readonly pane: PaneFrame,
  ) {
    const tell = (text: string) => this.message.show(text);
    this.title = new TitleBar({ open: (file) => void this.openFile(file), save: () => void this.save(), create: () => this.create() });
    this.ribbon = new Ribbon({ run: (name) => this.pane.run(name), openPane: () => this.pane.setVisible(true) });
    const formulaBar = make("div", { role: "group", "aria-label": "Formula bar" });
    const cells = make("div");
    const tabs = make("div");
    const foot = make("footer", { class: "wp-foot" }, tabs, make("div", { class: "wp-status" }, this.selection, this.mode));
    const edge = paneSplitter(pane.element);
    const sheet = make("main", { class: "wp-sheet", "aria-label": "Sheet" }, formulaBar, cells, foot);
    pane.element.prepend(edge);
    const body = make("div", { class: "wp-main" }, sheet, pane.element);
    root.append(this.title.element, this.ribbon.element, this.message.element, body);

    this.grid = new WorkbookGrid({ formulaBar, cells, tabs }, this.book, {
      tell,
      status: (mode, selection) => {
        this.mode.textContent = mode;
        this.selection.textContent = selection;
      },
      save: () => void this.save(),
      openFile: () => this.title.choose(),
    });
    this.autosave = new Autosave(files, () => ({ name: this.book.name, isSaved: this.isSaved }), (why) =>
      tell(`The browser does not keep this workbook (${why}). Save it to a file before you leave the page.`),
    );
    this.takeDrops(root);
    this.areas = [this.ribbon.element, cells, tabs, pane.element];
    this.takeKeys();
    window.addEventListener("beforeunload", (event) => {
      // Kept in the browser it is not lost, but a user who means to have a file should hear that there is none yet.
      if (!this.isSaved) event.preventDefault();
    });
  }

  get workbook(): Workbook {
    return this.book;
  }

  tell(message: string): void {
    this.message.show(message);
  }

  /** Picks up the workbook that was open when the page was left. */
  async start(): Promise<void> {
    const kept = await readKept().catch((fault: unknown) => {
      if (fault instanceof DOMException) return null;
      throw fault;
    });
    const opened = kept === null ? null : await this.files.open(kept.bytes, kept.name);
    if (opened?.ok === true) this.show(opened.value, kept?.isSaved === true, true);
    else this.show(this.book, true, true);
  }

  /** Opens bytes of an .xlsx file. */
  async open(bytes: Uint8Array, name: string): Promise<boolean> {
    this.message.show(`Opening ${name}.`, "done");
    const opened = await this.files.open(bytes, name);
    if (!opened.ok) {
      this.message.show(`${opened.failure.cause} ${opened.failure.cure}`);
      return false;
    }
    this.message.clear();
    this.show(opened.value, true, false);
    return true;
  }

  /** The open workbook as a file's bytes. */
  bytes(): Promise<Uint8Array> {
    return this.files.save(this.book);
  }

  private show(workbook: Workbook, isSaved: boolean, isKept: boolean): void {
    this.stop();
    this.book = workbook;
    this.isSaved = isSaved;
    this.grid.show(workbook);
    this.stop = workbook.subscribe((event) => {
      // The pane notes its own things when it starts; a workbook nobody touched has nothing to save.
      if (event.kind === "selection" || event.kind === "editing" || event.kind === "settings" || (event.kind === "worksheet" && event.what === "activated")) return;
      this.isSaved = false;
      this.sayTitle();
    });
    this.autosave.follow(workbook, isKept);
    this.sayTitle();
    void this.pane.load(workbook);
    this.grid.view.focus();
  }

  private sayTitle(): void {
    this.title.show(this.book.name, this.isSaved ? "" : "Not saved to a file");
  }

  private async openFile(file: File): Promise<void> {
    if (!this.mayReplace()) return;
    await this.open(new Uint8Array(await file.arrayBuffer()), file.name);
  }

  private async save(): Promise<void> {
    if (!this.grid.settle()) return;
    this.message.show(`Saving ${this.book.name}.`, "done");
    const bytes = await this.bytes();
    const address = URL.createObjectURL(new Blob([bytes.slice().buffer], { type: mediaType }));
    const link = make("a", { href: address, download: this.book.name });
    link.click();
    // The download reads the address after the click returned.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    this.isSaved = true;
    this.autosave.soon();
    this.sayTitle();
    this.message.show(`Saved ${this.book.name} to your downloads.`, "done");
  }

  private create(): void {
    if (!this.mayReplace()) return;
    this.message.clear();
    this.show(createWorkbook({ name: newName }), true, false);
  }

  private mayReplace(): boolean {
    if (!this.grid.settle()) return false;
    return this.isSaved || window.confirm(`${this.book.name} has changes that are in no file yet. Go on and lose them?`);
  }

  private takeDrops(root: HTMLElement): void {
    const target = make("div", { class: "wp-drop" }, "Drop an .xlsx file to open it");
    target.hidden = true;
    root.append(target);
    window.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      target.hidden = false;
    });
    window.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) target.hidden = true;
    });
    window.addEventListener("drop", (event) => {
      target.hidden = true;
      const [file] = event.dataTransfer?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      void this.openFile(file);
    });
  }

  /** The keyboard goes on to the next area that is shown: the sheet keeps Tab for itself, as Excel's does. */
  nextArea(isBackwards: boolean): void {
    const shown = this.areas.filter((area) => area.getClientRects().length > 0);
    const at = shown.findIndex((area) => area.contains(document.activeElement));
    const next = shown[(at + (isBackwards ? -1 : 1) + shown.length) % shown.length];
    const stop = next?.querySelector<HTMLElement>("iframe") ?? next?.querySelector<HTMLElement>("[tabindex='0']") ?? next?.querySelector("button");
    stop?.focus();
  }

  /** Ctrl+S and Ctrl+O work everywhere on the page. */
  private takeKeys(): void {
    document.addEventListener("keydown", (event) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (event.key === "F6") this.nextArea(event.shiftKey);
      else if (isCommand && event.key.toLowerCase() === "s") void this.save();
      else if (isCommand && event.key.toLowerCase() === "o") this.title.choose();
      else return;
      event.preventDefault();
    });
  }
}
