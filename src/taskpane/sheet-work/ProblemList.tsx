import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ChevronDownRegular, ChevronRightRegular } from "@fluentui/react-icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Fix, Problem } from "../../sync/rules/problem";
import { refText } from "../../sync/sheets/rows";
import { isSameProblem, type ProblemGroup, type ProblemId } from "../engine/problem-groups";
import { count } from "../engine/wording";
import { useScroll } from "../parts/scroll";
import { ProblemItem } from "./ProblemItem";
import { SeverityMark } from "./SeverityMark";

const useStyles = makeStyles({
  list: { position: "relative", width: "100%", listStyle: "none", margin: 0, padding: 0, backgroundColor: tokens.colorNeutralBackground1, borderRadius: tokens.borderRadiusLarge, border: `1px solid ${tokens.colorNeutralStroke2}`, boxSizing: "border-box" },
  entry: { position: "absolute", insetInline: 0, top: 0 },
  heading: { margin: 0, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, backgroundColor: tokens.colorNeutralBackground3 },
  toggle: { width: "100%", justifyContent: "flex-start", gap: tokens.spacingHorizontalXS, paddingInline: tokens.spacingHorizontalS, minHeight: "36px", borderRadius: 0, fontWeight: tokens.fontWeightSemibold, textAlign: "start" },
  title: { flex: 1, minWidth: 0, overflowWrap: "anywhere" },
  number: { fontVariantNumeric: "tabular-nums", fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
});

type Entry = { readonly kind: "group"; readonly group: ProblemGroup } | { readonly kind: "problem"; readonly problem: Problem };

type Props = {
  readonly groups: readonly ProblemGroup[];
  /** A row in words. */
  readonly nameOf: (row: Problem["row"]) => string;
  readonly current: ProblemId | null;
  readonly onGo: (problem: Problem) => void;
  readonly onFix: (problem: Problem, fix: Fix) => void;
};

const groupId = (group: ProblemGroup) => `${group.severity} ${group.code}`;

const nameEntry = (entry: Entry | undefined): string | undefined => {
  if (!entry) return undefined;
  return entry.kind === "group" ? groupId(entry.group) : `${entry.problem.code} ${refText(entry.problem.row)} ${entry.problem.columns.join()}`;
};

/** All problems by cause, drawn only where they are seen: 100,000 of them scroll like ten. */
export const ProblemList = ({ groups, nameOf, current, onGo, onFix }: Props) => {
  const styles = useStyles();
  const scroll = useScroll();
  const list = useRef<HTMLUListElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [offset, setOffset] = useState(0);

  const entries = useMemo(
    () =>
      groups.flatMap((group): Entry[] => [
        { kind: "group", group },
        ...(closed.has(groupId(group)) ? [] : group.problems.map((problem): Entry => ({ kind: "problem", problem }))),
      ]),
    [groups, closed],
  );
  // New functions would make the list measure every entry again at each drawing.
  const sizeOf = useCallback((at: number) => (entries[at]?.kind === "group" ? 37 : 104), [entries]);
  const keyOf = useCallback((at: number) => nameEntry(entries[at]) ?? at, [entries]);

  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: sizeOf,
    getItemKey: keyOf,
    overscan: 6,
    scrollMargin: offset,
  });

  // What stands above the list grows and shrinks as previews and results come and go.
  useLayoutEffect(() => {
    const frame = scroll.current;
    const measure = () => {
      if (!frame || !list.current) return;
      setOffset(Math.round(list.current.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop));
    };
    measure();
    if (!frame?.firstElementChild || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(measure);
    observer.observe(frame.firstElementChild);
    return () => observer.disconnect();
  }, [scroll]);

  const currentAt = current ? entries.findIndex((entry) => entry.kind === "problem" && isSameProblem(entry.problem, current)) : -1;
  const showCurrent = useEffectEvent(() => {
    if (currentAt >= 0) virtual.scrollToIndex(currentAt, { align: "auto" });
  });
  // Only a new current problem moves the list: nothing moves unless the user moved it.
  useLayoutEffect(() => showCurrent(), [current]);

  const toggle = (id: string) => setClosed((now) => (now.has(id) ? new Set([...now].filter((other) => other !== id)) : new Set([...now, id])));

  return (
    <ul ref={list} className={styles.list} style={{ height: virtual.getTotalSize() }} aria-label="Problems">
      {virtual.getVirtualItems().map((item) => {
        const entry = entries[item.index];
        if (!entry) return null;
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className={styles.entry}
            style={{ transform: `translateY(${item.start - offset}px)` }}
            aria-setsize={entries.length}
            aria-posinset={item.index + 1}
          >
            {entry.kind === "group" ? (
              <h3 className={styles.heading}>
                <Button
                  appearance="transparent"
                  className={styles.toggle}
                  icon={closed.has(groupId(entry.group)) ? <ChevronRightRegular /> : <ChevronDownRegular />}
                  aria-expanded={!closed.has(groupId(entry.group))}
                  onClick={() => toggle(groupId(entry.group))}
                >
                  <SeverityMark severity={entry.group.severity} />
                  <span className={styles.title}>{entry.group.title}</span>
                  <span className={styles.number}>{count(entry.group.problems.length)}</span>
                </Button>
              </h3>
            ) : (
              <ProblemItem
                problem={entry.problem}
                row={nameOf(entry.problem.row)}
                isCurrent={current !== null && isSameProblem(entry.problem, current)}
                onGo={() => onGo(entry.problem)}
                onFix={(fix) => onFix(entry.problem, fix)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
};
