import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";

/** Each kind has its own pattern besides its colour, so that the bars read in grey and in high contrast. */
export type BarKind<Kind extends string> = { readonly kind: Kind; readonly words: string; readonly pattern: "plain" | "hatched" | "dotted" | "striped" };

export type BarLine<Kind extends string, Value extends number> = {
  readonly name: string;
  /** What stands beside the name. */
  readonly figure: string;
  readonly parts: Readonly<Record<Kind, Value>>;
};

type Props<Kind extends string, Value extends number> = {
  readonly label: string;
  readonly kinds: readonly BarKind<Kind>[];
  readonly lines: readonly BarLine<Kind, Value>[];
  readonly shown: (value: Value) => string;
};

const useStyles = makeStyles({
  legend: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXXS, margin: 0, padding: 0, listStyle: "none", fontSize: tokens.fontSizeBase200 },
  key: { display: "inline-flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  swatch: { width: "12px", height: "12px", borderRadius: "2px", flexShrink: 0, forcedColorAdjust: "none" },
  lines: { listStyle: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  head: { display: "flex", justifyContent: "space-between", gap: tokens.spacingHorizontalS, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  name: { overflowWrap: "anywhere", minWidth: 0 },
  figure: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  bar: { display: "flex", height: "16px", gap: "1px", borderRadius: tokens.borderRadiusSmall, overflow: "hidden" },
  part: { minWidth: "3px", forcedColorAdjust: "none" },
  plain: { backgroundColor: tokens.colorBrandBackground },
  hatched: { backgroundColor: tokens.colorNeutralBackground1, backgroundImage: `repeating-linear-gradient(45deg, ${tokens.colorBrandForeground1} 0 2px, transparent 2px 6px)` },
  dotted: { backgroundColor: tokens.colorPaletteMarigoldBackground3, backgroundImage: `radial-gradient(${tokens.colorNeutralForeground1} 1px, transparent 1.4px)`, backgroundSize: "6px 6px" },
  striped: { backgroundColor: tokens.colorPaletteRedBackground3, backgroundImage: `repeating-linear-gradient(90deg, ${tokens.colorNeutralBackground1} 0 1px, transparent 1px 5px)` },
});

/** The least width of a bar, in per cent of the widest: below it, its parts could not be told apart. */
const leastWidth = 8;

/** One bar a line, as long as its parts together, and said in words to those who do not see it. No bar where there is nothing. */
export const StackedBars = <Kind extends string, Value extends number>({ label, kinds, lines, shown }: Props<Kind, Value>) => {
  const styles = useStyles();
  const totalOf = ({ parts }: BarLine<Kind, Value>): number => kinds.reduce((sum, { kind }) => sum + parts[kind], 0);
  const widest = Math.max(0, ...lines.map(totalOf));
  return (
    <>
      <ul className={styles.legend} aria-hidden>
        {kinds.map(({ kind, words, pattern }) => (
          <li key={kind} className={styles.key}>
            <span className={mergeClasses(styles.swatch, styles[pattern])} />
            {words}
          </li>
        ))}
      </ul>
      <ul className={styles.lines} aria-label={label}>
        {lines.map((line) => (
          <li key={line.name}>
            <div className={styles.head}>
              <span className={styles.name}>{line.name}</span>
              <span className={styles.figure}>{line.figure}</span>
            </div>
            {totalOf(line) > 0 && (
              <div
                className={styles.bar}
                role="img"
                aria-label={`${line.name}: ${kinds.map(({ kind, words }) => `${shown(line.parts[kind])} ${words.toLowerCase()}`).join("; ")}`}
                style={{ width: `${Math.max(leastWidth, (totalOf(line) / widest) * 100)}%` }}
              >
                {kinds.map(({ kind, pattern }) => line.parts[kind] > 0 && <span key={kind} className={mergeClasses(styles.part, styles[pattern])} style={{ flexGrow: line.parts[kind] }} />)}
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};
