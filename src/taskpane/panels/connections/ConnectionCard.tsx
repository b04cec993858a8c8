import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import type { Connection } from "../../../sync/contract";
import { duration, moment } from "../../engine/wording";
import { Card } from "../../parts/Card";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";

const useStyles = makeStyles({
  badges: { display: "flex", gap: tokens.spacingHorizontalXS, flexWrap: "wrap" },
  sites: { margin: 0, padding: 0, listStyle: "none", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  companies: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase300 },
  site: { margin: 0, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
});

const systems = { layer: "The Layer", sage200: "Sage 200", intacct: "Sage Intacct" } as const;

const states = {
  connected: { words: "Connected", color: "success" },
  expired: { words: "Sign-in expired", color: "danger" },
  unreachable: { words: "Cannot be reached", color: "danger" },
  refused: { words: "Refused", color: "danger" },
  "not set up": { words: "Not set up", color: "subtle" },
} as const;

/** How long until a person must sign in again, in words. */
export const grantSentence = (connection: Pick<Connection, "grantSecondsLeft" | "state">): string => {
  if (connection.grantSecondsLeft === null) return connection.state === "connected" ? "The sign-in does not run out." : "";
  if (connection.grantSecondsLeft <= 0) return "The sign-in has run out. An administrator must sign in again.";
  return `The sign-in lasts another ${duration(connection.grantSecondsLeft)}.`;
};

const bySite = (companies: Connection["companies"]) => {
  const sites = new Map<string, { siteName: string; siteId: string; names: string[] }>();
  for (const company of companies) {
    const site = sites.get(company.siteId) ?? { siteName: company.siteName, siteId: company.siteId, names: [] };
    site.names.push(company.name);
    sites.set(company.siteId, site);
  }
  return [...sites.values()];
};

export const ConnectionCard = ({ connection }: { readonly connection: Connection }) => {
  const styles = useStyles();
  const layout = useLayout();
  const state = states[connection.state];
  const grant = grantSentence(connection);
  const title = connection.name === systems[connection.system] ? connection.name : `${systems[connection.system]}: ${connection.name}`;
  return (
    <Card
      title={title}
      aside={
        <span className={styles.badges}>
          {connection.isPractice && (
            <Badge appearance="tint" color="warning">
              Practice data
            </Badge>
          )}
          <Badge appearance="tint" color={state.color}>
            {state.words}
          </Badge>
        </span>
      }
    >
      {connection.failure && <FailureBar failure={connection.failure} />}
      {grant !== "" && <p className={layout.text}>{grant}</p>}
      {connection.companies.length > 0 && (
        <ul className={styles.sites} aria-label="Sites and their companies">
          {bySite(connection.companies).map((site) => (
            <li key={site.siteId}>
              <p className={styles.site}>
                {site.siteName} ({site.siteId})
              </p>
              <ul className={styles.companies}>
                {site.names.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
      <p className={layout.quiet}>Checked {moment(connection.checkedAt)}.</p>
    </Card>
  );
};
