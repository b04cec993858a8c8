import { Button, makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useDesk, useWork } from "../desk-context";
import { paceOf, type Work } from "../engine/work";
import { count, timeLeft } from "../engine/wording";
import { useLayout } from "../parts/layout";

const useStyles = makeStyles({
  bar: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} 0`, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS, flexShrink: 0 },
  line: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
  words: { flex: 1, minWidth: 0 },
});

/** "412 of 2,000 rows, 180 a second, 9 s left" */
export const progressWords = (work: Work, now: number): string => {
  const pace = paceOf(work, now);
  const done = work.total === null ? (work.done > 0 ? `${count(work.done)} ${work.unit}` : "") : `${count(work.done)} of ${count(work.total)} ${work.unit}`;
  const parts = [done, pace ? `${count(Math.round(pace.perSecond))} a second` : "", pace && pace.secondsLeft !== null ? timeLeft(pace.secondsLeft) : ""];
  return parts.filter((part) => part !== "").join(", ");
};

/** Long work: rows done and left, rate, time left and Cancel. Fast work is over before it would flicker. */
export const WorkBar = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const work = useWork();
  const startedAt = work?.startedAt ?? null;
  const [seen, setSeen] = useState<{ startedAt: number; now: number } | null>(null);
  useEffect(() => {
    if (startedAt === null) return;
    const show = () => setSeen({ startedAt, now: Date.now() });
    const first = setTimeout(show, 300);
    const tick = setInterval(show, 500);
    return () => {
      clearTimeout(first);
      clearInterval(tick);
    };
  }, [startedAt]);
  if (!work || seen?.startedAt !== work.startedAt) return null;
  return (
    <section className={styles.bar} aria-label="Work in progress">
      <div className={styles.line}>
        <p className={`${layout.quiet} ${styles.words}`}>
          <strong>{work.isStopping ? "Stopping…" : work.name}</strong> {progressWords(work, seen.now)}
        </p>
        <Button size="small" onClick={() => desk.stop()} disabledFocusable={work.isStopping}>
          Cancel
        </Button>
      </div>
      <ProgressBar aria-label={work.name} {...(work.total === null || work.total === 0 ? {} : { value: work.done, max: work.total })} />
    </section>
  );
};
