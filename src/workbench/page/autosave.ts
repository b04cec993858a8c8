/** Keeps the open workbook in the browser a moment after each change. */
import type { Workbook } from "../model";
import type { FileDesk } from "./file-desk";
import { keep } from "./kept-workbook";

/** Long enough that a burst of edits is one save, short enough that a reload loses a sentence at most. */
const pause = 1_500;

export class Autosave {
  private timer: number | undefined;
  private isSaving = false;
  private isStale = false;
  private stop: () => void = () => undefined;
  private workbook: Workbook | null = null;

  /** @param failed called once, with the reason, when the browser keeps nothing. */
  constructor(
    private readonly files: FileDesk,
    private readonly describe: () => { readonly name: string; readonly isSaved: boolean },
    private readonly failed: (why: string) => void,
  ) {}

  follow(workbook: Workbook, isKeptAlready: boolean): void {
    this.stop();
    this.workbook = workbook;
    this.stop = workbook.subscribe((event) => {
      if (event.kind !== "selection" && event.kind !== "editing") this.soon();
    });
    if (!isKeptAlready) this.soon();
  }

  /** After a file was saved, so that the reloaded page knows there is one. */
  soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), pause);
  }

  private async save(): Promise<void> {
    const { workbook } = this;
    if (workbook === null) return;
    if (this.isSaving) {
      this.isStale = true;
      return;
    }
    this.isSaving = true;
    try {
      // Said of the workbook as it is now: what changes while it is being written is kept the next time.
      const description = this.describe();
      const bytes = await this.files.save(workbook);
      if (workbook === this.workbook) await keep({ ...description, bytes });
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      this.stop();
      this.failed(fault.message);
    } finally {
      this.isSaving = false;
      if (this.isStale) {
        this.isStale = false;
        this.soon();
      }
    }
  }
}
