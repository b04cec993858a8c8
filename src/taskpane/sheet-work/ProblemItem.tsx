import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Fix, Problem } from "../../sync/rules/problem";
import { useLayout } from "../parts/layout";

const useStyles = makeStyles({
  item: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderInlineStartWidth: "3px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: "transparent",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  current: { borderInlineStartColor: tokens.colorBrandStroke1, backgroundColor: tokens.colorNeutralBackground1Selected },
  place: { textAlign: "start", fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, alignSelf: "flex-start", overflowWrap: "anywhere" },
  fixes: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS, marginTop: tokens.spacingVerticalXXS },
  fix: { maxWidth: "100%", minWidth: 0, whiteSpace: "normal", textAlign: "start", overflowWrap: "anywhere" },
});

type Props = {
  readonly problem: Problem;
  /** The row in words. */
  readonly row: string;
  readonly isCurrent: boolean;
  readonly onGo: () => void;
  readonly onFix: (fix: Fix) => void;
};

/** One problem: where it is, what is wrong, what to do, and the ways out as buttons. */
export const ProblemItem = ({ problem, row, isCurrent, onGo, onFix }: Props) => {
  const styles = useStyles();
  const layout = useLayout();
  const place = `${row} · ${problem.columns.join(", ")}`;
  return (
    <div className={mergeClasses(styles.item, isCurrent && styles.current)} aria-current={isCurrent ? "true" : undefined}>
      <Link as="button" className={styles.place} onClick={onGo} aria-label={`Go to ${place}`}>
        {place}
      </Link>
      <p className={layout.text}>{problem.cause}</p>
      <p className={layout.quiet}>{problem.cure}</p>
      {problem.fixes.length > 0 && (
        <div className={styles.fixes}>
          {problem.fixes.map((fix) => (
            <Button key={fix.label} size="small" className={styles.fix} onClick={() => onFix(fix)} aria-label={`${fix.label}, in ${place}`}>
              {fix.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
};
