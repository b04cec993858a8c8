import { Button, Link, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, ArrowRightRegular, CheckmarkCircleRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Suggestion } from "../../../sync/contract";
import { formatMoney } from "../../../sync/model/money";
import { useDesk, useDeskState } from "../../desk-context";
import type { Decision } from "../../engine/allocating";
import { leftOf, receiptNames, sureness, sureWords, surerThan } from "../../engine/receipt-figures";
import { count, plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { AcceptAllDialog } from "./AcceptAllDialog";
import { useCompanyAtWork } from "./company";
import { SuggestionView } from "./SuggestionView";

const useStyles = makeStyles({
  steps: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  place: { minWidth: "60px", textAlign: "center", fontVariantNumeric: "tabular-nums" },
  done: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
  icon: { display: "flex", fontSize: "24px", color: tokens.colorBrandForeground1 },
  list: { margin: 0, padding: 0, listStyle: "none", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, paddingTop: tokens.spacingVerticalXS },
  row: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, minWidth: 0 },
  amount: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
});

/** Taken where no bar of the company's own is set. */
const usualBar = 0.99;
const shownInList = 50;

const outcomeWords = ({ outcome }: Suggestion): string => {
  switch (outcome.kind) {
    case "suggested":
      return sureWords(outcome.best.score);
    case "tie":
      return "several equally good";
    case "none":
      return "nothing fits";
  }
};

/** The work list: receipts that Sage has not allocated, one at a time, each with what it probably pays. */
export const MatchCard = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const company = useCompanyAtWork();
  const { value: held, failure } = useDeskState((state) => state.receipts.matching);
  const currentId = useDeskState((state) => state.receipts.current);
  const answers = useDeskState((state) => state.receipts.answers);
  const bar = useDeskState((state) => state.receipts.bars.value?.find((one) => one.company === company)?.bar ?? null);
  const mayNot = useRefusal("editor");
  const [isAccepting, setAccepting] = useState(false);
  const [drawn, setDrawn] = useState(shownInList);
  const heading = useRef<HTMLElement | null>(null);
  const shouldFocus = useRef(false);

  const value = held?.company === company ? held : null;
  const suggestions = value?.suggestions ?? [];
  const at = Math.max(0, suggestions.findIndex((one) => one.id === currentId));
  const current = suggestions[at];
  const threshold = bar ?? usualBar;
  const sure = surerThan(suggestions, threshold);

  const go = (to: number) => {
    const wanted = suggestions[(to + suggestions.length) % suggestions.length];
    if (!wanted) return;
    shouldFocus.current = true;
    desk.receipts.show(wanted.id);
    if (wanted.id === current?.id) heading.current?.focus();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.key === "F8" || (event.altKey && event.code === "KeyN")) || event.defaultPrevented || suggestions.length === 0) return;
    event.preventDefault();
    go(event.shiftKey ? at - 1 : at + 1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  // Whoever acted goes on at the next one: its name is read out, and the keyboard is there.
  const headingRef = useCallback((element: HTMLElement | null) => {
    heading.current = element;
    if (element === null || !shouldFocus.current) return;
    shouldFocus.current = false;
    element.focus();
  }, []);

  const act = async (work: () => Promise<unknown>) => {
    shouldFocus.current = true;
    await work();
    // What was refused stays in front: its reason is read from its name on.
    if (shouldFocus.current) heading.current?.focus();
    shouldFocus.current = false;
  };
  const decide = (decision: Decision) => void act(() => desk.receipts.allocate([decision]));
  const reject = (suggestion: Suggestion) => void act(() => desk.receipts.reject(suggestion));
  const acceptAll = () => {
    setAccepting(false);
    const decisions = sure.flatMap((suggestion): Decision[] => (suggestion.outcome.kind === "suggested" ? [{ suggestion, pairs: suggestion.outcome.best.pairs, as: "accepted", score: suggestion.outcome.best.score }] : []));
    void act(() => desk.receipts.allocate(decisions));
  };

  if (company === null) return null;
  return (
    <Card title="To match" aside={value && <span className={layout.quiet}>{value.total === 0 ? "None" : plural(value.total, "receipt")}</span>}>
      {failure && <FailureBar intent="warning" failure={failure} />}
      {!value && !failure && <Spinner size="small" label="Working out what each receipt pays" />}
      {value && suggestions.length === 0 && (
        <p className={styles.done} ref={headingRef} tabIndex={-1}>
          <span className={styles.icon} aria-hidden>
            <CheckmarkCircleRegular />
          </span>
          <span className={layout.text}>Nothing to match: every receipt of {company} is allocated in Sage. New ones stand here with what they probably pay.</span>
        </p>
      )}
      {value && current && (
        <>
          <div className={styles.steps}>
            <Button size="small" icon={<ArrowLeftRegular />} aria-label="Previous receipt" title="Previous (Shift+F8)" onClick={() => go(at - 1)} disabledFocusable={suggestions.length < 2} />
            <span className={`${layout.quiet} ${styles.place}`}>{`${count(at + 1)} of ${count(suggestions.length)}`}</span>
            <Button size="small" icon={<ArrowRightRegular />} aria-label="Next receipt" title="Next (F8 or Alt+N)" onClick={() => go(at + 1)} disabledFocusable={suggestions.length < 2} />
            {sure.length > 1 && (
              <ActionButton size="small" onPress={() => setAccepting(true)} reason={mayNot}>
                {`Accept all above ${sureness(threshold)} (${count(sure.length)})…`}
              </ActionButton>
            )}
          </div>
          <SuggestionView key={current.id} suggestion={current} answer={answers[current.id]} headingRef={headingRef} onDecide={decide} onReject={() => reject(current)} />
          {suggestions.length > 1 && (
            <details>
              <summary className={layout.quiet}>Show as a list</summary>
              <ul className={styles.list} aria-label="Receipts to match">
                {suggestions.slice(0, drawn).map((one, nth) => (
                  <li key={one.id} className={styles.row}>
                    <Link as="button" onClick={() => go(nth)} aria-current={one.id === current.id ? "true" : undefined}>
                      {one.customer}, {receiptNames(one)}
                    </Link>
                    <span className={`${layout.quiet} ${styles.amount}`}>
                      {formatMoney(leftOf(one))} · {outcomeWords(one)}
                    </span>
                  </li>
                ))}
              </ul>
              {suggestions.length > drawn && (
                <Button size="small" onClick={() => setDrawn(drawn + shownInList * 2)}>
                  {`Show more (${count(suggestions.length - drawn)} left)`}
                </Button>
              )}
            </details>
          )}
          {value.total > suggestions.length && <p className={layout.quiet}>{`The first ${count(suggestions.length)} of ${count(value.total)} stand here; the others follow as these are dealt with.`}</p>}
        </>
      )}
      {isAccepting && <AcceptAllDialog suggestions={sure} above={sureness(threshold)} onAccept={acceptAll} onClose={() => setAccepting(false)} />}
    </Card>
  );
};
