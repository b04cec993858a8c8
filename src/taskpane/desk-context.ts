import { createContext, useContext, useSyncExternalStore } from "react";
import type { Desk } from "./engine/desk";
import type { DeskState } from "./engine/state";
import type { Work } from "./engine/work";

export const DeskContext = createContext<Desk | null>(null);

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("A part of the pane stands outside its DeskContext");
  return desk;
};

/** A slice of the desk's state. `select` must answer the same object while nothing it reads has changed. */
export const useDeskState = <T>(select: (state: DeskState) => T): T => {
  const { state } = useDesk();
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
};

export const useWork = (): Work | null => {
  const { work } = useDesk();
  return useSyncExternalStore(work.subscribe, work.get);
};
