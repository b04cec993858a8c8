import { makeStyles, ToggleButton, tokens } from "@fluentui/react-components";
import type { ProblemCounts } from "../engine/state";
import type { SeverityFilter as Filter } from "../engine/problem-groups";
import { count } from "../engine/wording";

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
  button: { minWidth: 0, paddingInline: tokens.spacingHorizontalS },
});

type Props = { readonly counts: ProblemCounts; readonly chosen: Filter; readonly onChoose: (filter: Filter) => void };

/** Counts of problems, each a filter of the list below. */
export const SeverityFilter = ({ counts, chosen, onChoose }: Props) => {
  const styles = useStyles();
  const filters: readonly { readonly filter: Filter; readonly words: string; readonly number: number }[] = [
    { filter: "all", words: "All", number: counts.error + counts.warning + counts.info },
    { filter: "error", words: counts.error === 1 ? "error" : "errors", number: counts.error },
    { filter: "warning", words: counts.warning === 1 ? "warning" : "warnings", number: counts.warning },
    { filter: "info", words: counts.info === 1 ? "note" : "notes", number: counts.info },
  ];
  return (
    <div className={styles.row} role="group" aria-label="Show problems by severity">
      {filters.map(({ filter, words, number }) => (
        <ToggleButton
          key={filter}
          className={styles.button}
          size="small"
          shape="circular"
          appearance={chosen === filter ? "primary" : "outline"}
          checked={chosen === filter}
          onClick={() => onChoose(filter)}
        >
          {filter === "all" ? `${words} ${count(number)}` : `${count(number)} ${words}`}
        </ToggleButton>
      ))}
    </div>
  );
};
