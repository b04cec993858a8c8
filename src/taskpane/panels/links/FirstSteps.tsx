import { makeStyles, tokens } from "@fluentui/react-components";
import { sheets } from "../../../sync/sheets";
import { useDesk, useDeskState } from "../../desk-context";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  steps: { margin: 0, padding: 0, listStyle: "none", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, counterReset: "step" },
  step: {
    display: "grid",
    gridTemplateColumns: "28px 1fr",
    columnGap: tokens.spacingHorizontalS,
    counterIncrement: "step",
    "::before": {
      content: "counter(step)",
      width: "24px",
      height: "24px",
      borderRadius: tokens.borderRadiusCircular,
      border: `1px solid ${tokens.colorBrandStroke1}`,
      color: tokens.colorBrandForeground1,
      display: "flex",
      alignItems: "center",
      justifyContent: "center",
      fontSize: tokens.fontSizeBase200,
      fontWeight: tokens.fontWeightSemibold,
    },
  },
  body: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: "24px", fontWeight: tokens.fontWeightSemibold },
  details: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  columns: { margin: 0, marginTop: tokens.spacingVerticalXS, paddingInlineStart: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
});

const customerLinks = sheets["customer-links"];
const needed = Object.entries(customerLinks.columns)
  .filter(([header, column]) => column.mandatory || customerLinks.atLeastOneOf.flat().includes(header))
  .map(([header, column]) => ({ header, about: column.about, isMandatory: column.mandatory }));

/** What to do when the workbook has no Customer Links sheet yet. */
export const FirstSteps = () => {
  const styles = useStyles();
  const layout = useLayout();
  const desk = useDesk();
  const session = useDeskState((state) => state.session);
  const noGateway =
    session.state === "failed" ? { why: "The gateway cannot be reached.", wayOut: { label: "Try again", go: () => void desk.refreshSession() } } : null;
  return (
    <div className={layout.column}>
      <Card title="Link customers in three steps">
        <p className={layout.text}>
          A customer in The Layer is an account in Sage. Link the two here, and nothing is posted to a second account by mistake.
        </p>
        <ol className={styles.steps}>
          <li className={styles.step}>
            <div className={styles.body}>
              <h3 className={styles.name}>Fill a sheet</h3>
              <ActionButton primary reason={noGateway} onPress={() => void desk.fill("customer-links")}>
                New template from The Layer
              </ActionButton>
              <p className={layout.quiet}>Or bring your own: open a sheet exported from The Layer, or any list with the columns below, then use it where it stands.</p>
              <ActionButton onPress={() => void desk.adopt("customer-links")}>Use this sheet</ActionButton>
            </div>
          </li>
          <li className={styles.step}>
            <div className={styles.body}>
              <h3 className={styles.name}>Mend what is marked</h3>
              <p className={layout.quiet}>Each mistake is marked in its cell while you type, and listed here with its cause and a fix.</p>
            </div>
          </li>
          <li className={styles.step}>
            <div className={styles.body}>
              <h3 className={styles.name}>Preview, then push</h3>
              <p className={layout.quiet}>You see what would change before anything is sent. Each row then carries its result.</p>
            </div>
          </li>
        </ol>
      </Card>
      <details className={styles.details}>
        <summary>Columns your own sheet needs</summary>
        <ul className={styles.columns}>
          {needed.map(({ header, about, isMandatory }) => (
            <li key={header}>
              <strong>{header}</strong>
              {isMandatory ? " (always)" : " (one of these)"}: {about}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
};
