/** The edge between sheet and pane, dragged with the mouse or moved with the arrows. */
import { make } from "./elements";

const narrowest = 320;
const widest = 600;
const usual = 380;

export const paneSplitter = (pane: HTMLElement): HTMLElement => {
  const edge = make("div", { class: "wp-splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": "Width of the pane", "aria-valuemin": String(narrowest), "aria-valuemax": String(widest) });
  const setWidth = (wanted: number) => {
    const width = Math.round(Math.min(Math.max(wanted, narrowest), widest));
    pane.style.width = `${width}px`;
    edge.setAttribute("aria-valuenow", String(width));
  };
  setWidth(usual);
  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    // The frame would swallow the movements.
    document.body.classList.add("wp-dragging");
  });
  edge.addEventListener("pointermove", (event) => {
    if (edge.hasPointerCapture(event.pointerId)) setWidth(pane.getBoundingClientRect().right - event.clientX);
  });
  edge.addEventListener("pointerup", () => document.body.classList.remove("wp-dragging"));
  edge.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowLeft" ? 20 : event.key === "ArrowRight" ? -20 : 0;
    if (by === 0) return;
    event.preventDefault();
    setWidth(pane.getBoundingClientRect().width + by);
  });
  return edge;
};
