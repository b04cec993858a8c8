import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  list: { margin: 0, display: "grid", columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXXS, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  fact: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  ofFigures: { gridTemplateColumns: "1fr auto" },
  figure: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  ofWords: { gridTemplateColumns: "auto 1fr" },
  words: { overflowWrap: "anywhere" },
});

type Props = { readonly facts: readonly (readonly [name: string, value: string])[]; /** Figures stand at the end of the line, words beside their name. */ readonly are: "figures" | "words" };

/** What is known of something, one fact a line. */
export const Facts = ({ facts, are }: Props) => {
  const styles = useStyles();
  const isFigures = are === "figures";
  return (
    <dl className={mergeClasses(styles.list, isFigures ? styles.ofFigures : styles.ofWords)}>
      {facts.map(([name, value]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name} value`} className={mergeClasses(styles.fact, isFigures ? styles.figure : styles.words)}>
          {value}
        </dd>,
      ])}
    </dl>
  );
};
