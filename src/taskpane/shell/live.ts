import { useEffect } from "react";
import { useDesk, useDeskState } from "../desk-context";
import { pauseOf } from "../engine/live";

/**
 * Looks at how documents stand while somebody can see the pane: at once when it comes into view or another panel is opened,
 * then every few seconds while a run is going and every half minute otherwise.
 */
export const useLive = (): void => {
  const desk = useDesk();
  const panel = useDeskState((state) => state.panel);
  const pause = useDeskState(pauseOf);
  const isSignedIn = useDeskState((state) => state.session.state === "loaded");
  useEffect(() => {
    if (!isSignedIn) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isOver = false;
    const look = async () => {
      timer = null;
      if (document.visibilityState === "hidden") return;
      await desk.documents.look();
      if (!isOver && timer === null) timer = setTimeout(() => void look(), pause);
    };
    const onVisibility = () => {
      if (timer !== null) clearTimeout(timer);
      void look();
    };
    document.addEventListener("visibilitychange", onVisibility);
    void look();
    return () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [desk, panel, pause, isSignedIn]);
};
