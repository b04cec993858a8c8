import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import { useDeskState } from "../desk-context";
import { CompanyChip } from "./CompanyChip";

const useStyles = makeStyles({
  header: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    minHeight: "36px",
    flexShrink: 0,
  },
  name: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorBrandForeground1, margin: 0, fontSize: tokens.fontSizeBase300 },
  rest: { marginInlineStart: "auto", display: "flex", alignItems: "center", gap: tokens.spacingHorizontalXS, minWidth: 0 },
  badge: { flexShrink: 0 },
});

/** Whose books these are, always in view: the company, and plainly when they are not real. */
export const Header = () => {
  const styles = useStyles();
  const session = useDeskState((state) => state.session);
  const isPractice = session.state === "loaded" && session.value.connections.some((connection) => connection.isPractice);
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Tieout</h1>
      <div className={styles.rest}>
        {isPractice && (
          <Badge className={styles.badge} appearance="tint" color="warning" size="medium">
            Practice data
          </Badge>
        )}
        <CompanyChip />
      </div>
    </header>
  );
};
