import { makeStyles, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  empty: { display: "flex", flexDirection: "column", alignItems: "center", gap: tokens.spacingVerticalS, padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`, textAlign: "center" },
  icon: { fontSize: "48px", color: tokens.colorBrandForeground1, display: "flex" },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
});

/** The best this panel can say. */
export const NothingWaiting = () => {
  const styles = useStyles();
  const layout = useLayout();
  return (
    <section className={styles.empty} aria-labelledby="nothing-waiting">
      <span className={styles.icon} aria-hidden>
        <CheckmarkCircleRegular />
      </span>
      <h2 id="nothing-waiting" className={styles.title}>
        Nothing is waiting for you
      </h2>
      <p className={layout.text}>No document failed on its way to Sage. One that does will stand here with its cause, what to do, and a button that goes to the cell to mend.</p>
    </section>
  );
};
