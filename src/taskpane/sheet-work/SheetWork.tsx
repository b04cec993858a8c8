import { Button, Spinner } from "@fluentui/react-components";
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from "react";
import type { PushSlug } from "../../sync/sheets/sheet";
import { useDesk, useDeskState } from "../desk-context";
import type { FixPreview } from "../engine/fixing";
import { groupProblems, type SeverityFilter as Filter } from "../engine/problem-groups";
import { plural } from "../engine/wording";
import { ActionButton } from "../parts/ActionButton";
import { FailureBar } from "../parts/FailureBar";
import { useLayout } from "../parts/layout";
import type { OpenSheet } from "../engine/state";
import { FixInHand } from "./FixInHand";
import { ProblemList } from "./ProblemList";
import { PushCard } from "./PushCard";
import { SeverityFilter } from "./SeverityFilter";
import { SheetSummary } from "./SheetSummary";

const FixDialog = lazy(() => import(/* webpackChunkName: "fix-dialog" */ "./FixDialog"));

const PreviewCard = lazy(() => import(/* webpackChunkName: "preview" */ "./PreviewCard"));
const ConflictCard = lazy(() => import(/* webpackChunkName: "conflicts" */ "./ConflictCard"));

const isNextKey = (event: KeyboardEvent) => event.key === "F8" || (event.altKey && event.code === "KeyN");

const OpenSheetWork = ({ slug, sheet }: { readonly slug: PushSlug; readonly sheet: OpenSheet }) => {
  const layout = useLayout();
  const desk = useDesk();
  const [filter, setFilter] = useState<Filter>("all");
  const [fix, setFix] = useState<FixPreview | null>(null);
  const current = useDeskState((state) => state.currentProblem);
  const groups = useMemo(() => groupProblems(sheet.problems, filter), [sheet.problems, filter]);
  const total = sheet.counts.error + sheet.counts.warning + sheet.counts.info;

  const goToNext = () => {
    const next = desk.nextProblem(slug, filter);
    if (next) void desk.goTo(slug, next);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isNextKey(event) || fix) return;
    event.preventDefault();
    goToNext();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const apply = (preview: FixPreview, all: boolean) => {
    setFix(null);
    void desk.applyFix(slug, all ? preview.alike : [preview.fix], all && preview.alike.length > 1 ? (preview.groupLabel ?? preview.fix.label) : preview.fix.label);
  };

  return (
    <div className={layout.column}>
      {sheet.unsaved > 0 && (
        <FailureBar
          intent="warning"
          failure={{ cause: `${plural(sheet.unsaved, "row")} edited here before ${sheet.unsaved === 1 ? "differs" : "differ"} from this workbook.`, cure: "The workbook may have been closed without saving." }}
        >
          <Button size="small" onClick={() => void desk.bringBack(slug)}>
            Bring the edits back
          </Button>
          <Button size="small" onClick={() => void desk.forgetUnsaved(slug)}>
            Keep the sheet
          </Button>
        </FailureBar>
      )}
      <FixInHand slug={slug} />
      <SheetSummary slug={slug} sheet={sheet} onNext={goToNext} />
      <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
        {sheet.conflicts.length > 0 && <ConflictCard slug={slug} conflicts={sheet.conflicts} />}
        {sheet.preview && <PreviewCard slug={slug} preview={sheet.preview} />}
      </Suspense>
      {sheet.push && <PushCard slug={slug} report={sheet.push} />}
      {total > 0 && <SeverityFilter counts={sheet.counts} chosen={filter} onChoose={setFilter} />}
      {total === 0 ? (
        <p className={layout.text}>No problems found. Preview shows what a push would change.</p>
      ) : groups.length === 0 ? (
        <p className={layout.text}>None of this kind.</p>
      ) : (
        <ProblemList
          groups={groups}
          nameOf={(row) => desk.rowName(slug, row)}
          current={current?.sheet === slug ? current : null}
          onGo={(problem) => void desk.goTo(slug, problem)}
          onFix={(problem, chosen) => setFix(desk.previewFix(slug, problem, chosen))}
        />
      )}
      {fix && (
        <Suspense fallback={null}>
          <FixDialog preview={fix} onApply={(all) => apply(fix, all)} onClose={() => setFix(null)} />
        </Suspense>
      )}
    </div>
  );
};

/** Everything about one worksheet that is pushed. `absent` stands in while the workbook has none. */
export const SheetWork = ({ slug, absent }: { readonly slug: PushSlug; readonly absent: ReactNode }) => {
  const layout = useLayout();
  const desk = useDesk();
  const sheet = useDeskState((state) => state.sheets[slug]);
  switch (sheet.state) {
    case "unknown":
      return <Spinner label="Reading the workbook" />;
    case "absent":
      return absent;
    case "refused":
      return (
        <div className={layout.column}>
          <FailureBar failure={sheet.failure} />
          <div className={layout.row}>
            <ActionButton primary onPress={() => void desk.check(slug)}>
              Check again
            </ActionButton>
            <ActionButton onPress={() => void desk.open(slug)}>
              Open the sheet
            </ActionButton>
          </div>
        </div>
      );
    case "open":
      return <OpenSheetWork slug={slug} sheet={sheet} />;
  }
};
