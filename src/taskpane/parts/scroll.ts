import { createContext, useContext, type RefObject } from "react";

/** The element that scrolls a panel: long lists draw only what it shows. */
export const ScrollContext = createContext<RefObject<HTMLElement | null> | null>(null);

export const useScroll = (): RefObject<HTMLElement | null> => {
  const scroll = useContext(ScrollContext);
  if (!scroll) throw new Error("A list stands outside its ScrollContext");
  return scroll;
};
