import { makeStyles, tokens } from "@fluentui/react-components";
import { useDeskState } from "../desk-context";

const useStyles = makeStyles({
  line: {
    flexShrink: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    minHeight: "16px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
    maxHeight: "64px",
    overflowY: "auto",
  },
  words: { margin: 0 },
});

/** One sentence after each action, read out by screen readers. It stays until the next one. */
export const StatusLine = () => {
  const styles = useStyles();
  const said = useDeskState((state) => state.said);
  return (
    <footer className={styles.line}>
      <p className={styles.words} role="status" aria-live="polite">
        {said.text}
      </p>
    </footer>
  );
};
