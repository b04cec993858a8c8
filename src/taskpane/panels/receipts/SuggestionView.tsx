import { Button, Link, makeStyles, mergeClasses, Radio, RadioGroup, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Proposal, Suggestion } from "../../../sync/contract";
import { displayDate, parseDate } from "../../../sync/model/dates";
import { formatMoney } from "../../../sync/model/money";
import { useDesk } from "../../desk-context";
import type { Answer } from "../../engine/receipt-state";
import type { Decision } from "../../engine/allocating";
import { amountOf, debitLines, extraCreditLines, leftOf, pairNames, receiptNames, shownAmount, staysOnReceipts, sureWords } from "../../engine/receipt-figures";
import { ActionButton } from "../../parts/ActionButton";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { useRefusal } from "../../parts/permission";
import { ByHand } from "./ByHand";

/** Of the control totals, which stay over whatever is scrolled to. */
const stickyHeight = "190px";

const useStyles = makeStyles({
  view: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, minWidth: 0, "& ul + h4": { marginTop: tokens.spacingVerticalXXS } },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold, display: "flex", justifyContent: "space-between", columnGap: tokens.spacingHorizontalS, overflowWrap: "anywhere", scrollMarginTop: stickyHeight, ":focus": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "2px" } },
  amount: { flexShrink: 0, fontVariantNumeric: "tabular-nums" },
  inText: { fontSize: "inherit", lineHeight: "inherit" },
  sure: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightSemibold, color: tokens.colorBrandForeground1 },
  table: { tableLayout: "auto" },
  head: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS },
  cell: { fontSize: tokens.fontSizeBase200, paddingInline: tokens.spacingHorizontalXS, overflowWrap: "anywhere" },
  number: { textAlign: "end", fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap", "& > *": { justifyContent: "flex-end" } },
  reasons: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, overflowWrap: "anywhere" },
  other: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS, padding: tokens.spacingHorizontalS, borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, minWidth: 0 },
  subtitle: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold },
});

const dateWords = (date: string): string => {
  const read = parseDate(date);
  return read.ok ? displayDate(read.value) : date;
};

type ProposalProps = { readonly suggestion: Suggestion; readonly proposal: Proposal; readonly label: string };

/** The invoices that a proposal pays, what each still owes afterwards, and why. */
const ProposalTable = ({ suggestion, proposal, label }: ProposalProps) => {
  const styles = useStyles();
  const credits = extraCreditLines(suggestion, proposal);
  const left = staysOnReceipts(suggestion, proposal);
  const why = new Map(proposal.remainders.map((one) => [one.id, one.why]));
  const said = [...proposal.remainders.map((one) => one.why), ...(left > 0 && !suggestion.receipts.some((receipt) => why.has(receipt.id)) ? [`${formatMoney(left)} of the receipt stays unallocated, on account.`] : [])];
  return (
    <>
      <Table size="extra-small" className={styles.table} aria-label={label}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.head}>Invoice</TableHeaderCell>
            <TableHeaderCell className={styles.head}>Date</TableHeaderCell>
            <TableHeaderCell className={mergeClasses(styles.head, styles.number)}>Owed</TableHeaderCell>
            <TableHeaderCell className={mergeClasses(styles.head, styles.number)}>Pays</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {[...debitLines(suggestion, proposal).map((line) => ({ ...line, isCredit: false })), ...credits.map((line) => ({ ...line, isCredit: true }))].map(({ id, item, amount, isCredit }) => (
            <TableRow key={id}>
              <TableCell className={styles.cell}>
                {item?.reference || id}
                {item && item.kind !== "invoice" ? ` (${item.kind})` : ""}
              </TableCell>
              <TableCell className={styles.cell}>{item ? dateWords(item.date) : ""}</TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.number)}>{item ? `${isCredit ? "-" : ""}${shownAmount(item.outstanding)}` : ""}</TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.number)}>{`${isCredit ? "-" : ""}${formatMoney(amount)}`}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {said.length > 0 && (
        <ul className={styles.reasons} aria-label="What stays open">
          {said.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </>
  );
};

const Reasons = ({ reasons, label }: { readonly reasons: readonly string[]; readonly label: string }) => {
  const styles = useStyles();
  return reasons.length === 0 ? null : (
    <ul className={styles.reasons} aria-label={label}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
};

type Props = {
  readonly suggestion: Suggestion;
  readonly answer: Answer | undefined;
  readonly headingRef: (heading: HTMLElement | null) => void;
  readonly onDecide: (decision: Decision) => void;
  readonly onReject: () => void;
};

/** One receipt that Sage has not allocated: what it probably pays, how sure that is and why, and what else it may be. */
export const SuggestionView = ({ suggestion, answer, headingRef, onDecide, onReject }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const mayNot = useRefusal("editor");
  const [choice, setChoice] = useState<number | null>(null);
  const [isByHand, setByHand] = useState(false);
  const { outcome } = suggestion;
  const named = receiptNames(suggestion);
  const take = (proposal: Proposal, as: Decision["as"]) => onDecide({ suggestion, pairs: proposal.pairs, as, score: proposal.score });
  const chosen = outcome.kind === "tie" && choice !== null ? outcome.choices[choice] : undefined;
  const byHand = (
    <ActionButton onPress={() => setByHand(true)} reason={null} label={`Allocate by hand: ${named}`} always>
      Allocate by hand
    </ActionButton>
  );
  return (
    <article className={styles.view} aria-label={`Receipt ${named} of ${suggestion.customer}`}>
      <h3 ref={headingRef} tabIndex={-1} className={styles.name}>
        <span>{suggestion.customer}</span> <span className={styles.amount}>{formatMoney(leftOf(suggestion))}</span>
      </h3>
      {suggestion.receipts.map((receipt) => (
        <p key={receipt.id} className={layout.quiet}>
          Receipt {receipt.reference || "without a reference"} of {dateWords(receipt.date)}
          {amountOf(receipt.gross) === amountOf(receipt.outstanding) ? "" : `: ${shownAmount(receipt.outstanding)} of ${shownAmount(receipt.gross)} left`}
          {suggestion.receipts.length > 1 ? `, ${shownAmount(receipt.outstanding)}` : ""} · account {suggestion.accountNumber}
        </p>
      ))}
      {answer && <FailureBar failure={{ cause: "Not allocated.", cure: answer.message }} />}

      {outcome.kind === "suggested" && (
        <>
          <p className={styles.sure}>{`${sureWords(outcome.best.score).replace(/^./, (first) => first.toUpperCase())}: pays ${pairNames(suggestion, outcome.best)}`}</p>
          <ProposalTable suggestion={suggestion} proposal={outcome.best} label={`What ${named} pays`} />
          <h4 className={styles.subtitle}>Why</h4>
          <Reasons reasons={outcome.best.reasons} label="Why" />
          {!isByHand && (
            <div className={layout.row}>
              <ActionButton primary onPress={() => take(outcome.best, "accepted")} reason={mayNot} label={`Allocate and sync: ${named}`}>
                Allocate and sync
              </ActionButton>
              {mayNot === null && (
                <>
                  <ActionButton onPress={onReject} label={`Not this one: ${named}`}>
                    Not this one
                  </ActionButton>
                  {byHand}
                </>
              )}
            </div>
          )}
          {outcome.next && !isByHand && (
            <section className={styles.other} aria-label="Next best">
              <h4 className={styles.subtitle}>{`Next best, ${sureWords(outcome.next.score)}: ${pairNames(suggestion, outcome.next)}`}</h4>
              {outcome.whyNotNext && <p className={layout.text}>{outcome.whyNotNext}</p>}
              <details>
                <summary className={layout.quiet}>Show it</summary>
                <ProposalTable suggestion={suggestion} proposal={outcome.next} label={`What ${named} would pay instead`} />
                <Reasons reasons={outcome.next.reasons} label="Why it may be" />
              </details>
              {mayNot === null && (
                <ActionButton size="small" onPress={() => outcome.next && take(outcome.next, "alternative")} label={`Use the other: ${named}`}>
                  Use the other
                </ActionButton>
              )}
            </section>
          )}
        </>
      )}

      {outcome.kind === "tie" && (
        <>
          <p className={layout.text}>{outcome.why}</p>
          <RadioGroup aria-label={`What ${named} pays`} value={choice === null ? "" : String(choice)} onChange={(_event, { value }) => setChoice(Number(value))}>
            {outcome.choices.map((one, at) => (
              <Radio key={`${String(at)} ${pairNames(suggestion, one)}`} value={String(at)} label={`${pairNames(suggestion, one)}, ${sureWords(one.score)}`} />
            ))}
          </RadioGroup>
          {chosen && <ProposalTable suggestion={suggestion} proposal={chosen} label={`What ${named} pays`} />}
          {chosen && <Reasons reasons={chosen.reasons} label="Why" />}
          {!isByHand && (
            <div className={layout.row}>
              <ActionButton primary onPress={() => chosen && take(chosen, "accepted")} reason={mayNot ?? (chosen ? null : { why: "Choose one of them first." })} label={`Allocate and sync: ${named}`}>
                Allocate and sync
              </ActionButton>
              {mayNot === null && byHand}
            </div>
          )}
        </>
      )}

      {outcome.kind === "none" && (
        <>
          <p className={layout.text}>{outcome.why}</p>
          {!isByHand && (
            <div className={layout.row}>
              <ActionButton primary onPress={() => setByHand(true)} reason={mayNot} label={`Allocate by hand: ${named}`} always>
                Allocate by hand
              </ActionButton>
            </div>
          )}
        </>
      )}

      {isByHand && (
        <>
          <ByHand suggestion={suggestion} onAllocate={(pairs) => onDecide({ suggestion, pairs, as: "by hand", score: null })} />
          <div className={layout.row}>
            <Button size="small" onClick={() => setByHand(false)}>
              {outcome.kind === "none" ? "Leave it" : "Back to the suggestion"}
            </Button>
          </div>
        </>
      )}
      {outcome.kind === "none" && !isByHand && (
        <p className={layout.quiet}>
          Or leave it on account: it then stands in the month’s reconciliation sheet with this reason. To see it in Sage’s list,{" "}
          <Link as="button" inline className={styles.inText} onClick={() => void desk.receipts.pull({ company: suggestion.company, state: "Unallocated" })}>
            pull the unallocated receipts
          </Link>
          .
        </p>
      )}
    </article>
  );
};
