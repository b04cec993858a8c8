/** Undo and redo of what the user did in the sheet. What the add-in does is not taken back here. */
export type Step = {
  /** For the announcement: "typing in B4". */
  readonly label: string;
  readonly undo: () => void;
  readonly redo: () => void;
};

const longest = 100;

export class History {
  private done: Step[] = [];
  private undone: Step[] = [];

  add(step: Step): void {
    this.done.push(step);
    if (this.done.length > longest) this.done.shift();
    this.undone = [];
  }

  /** @returns what was taken back, or null when there is nothing. */
  undo(): string | null {
    const step = this.done.pop();
    if (step === undefined) return null;
    step.undo();
    this.undone.push(step);
    return step.label;
  }

  redo(): string | null {
    const step = this.undone.pop();
    if (step === undefined) return null;
    step.redo();
    this.done.push(step);
    return step.label;
  }

  /** Rows or columns moved by other hands: the remembered places are no longer those places. */
  forget(): void {
    this.done = [];
    this.undone = [];
  }
}
