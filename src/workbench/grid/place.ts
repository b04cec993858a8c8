/** Puts a floating box beside what it belongs to, inside the window. */
export const placeBeside = (box: HTMLElement, anchor: DOMRect, prefer: "below" | "right" = "below"): void => {
  box.style.position = "fixed";
  box.style.left = "0px";
  box.style.top = "0px";
  const { width, height } = box.getBoundingClientRect();
  const margin = 4;
  const fitsBelow = anchor.bottom + height + margin <= window.innerHeight;
  const top = prefer === "right" ? anchor.top : fitsBelow ? anchor.bottom + 1 : anchor.top - height - 1;
  const fitsRight = anchor.right + width + margin <= window.innerWidth;
  const left = prefer === "right" ? (fitsRight ? anchor.right + 2 : anchor.left - width - 2) : anchor.left;
  box.style.left = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`;
  box.style.top = `${Math.max(margin, Math.min(top, window.innerHeight - height - margin))}px`;
};
