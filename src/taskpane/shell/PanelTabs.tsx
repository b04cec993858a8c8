import { CounterBadge, makeStyles, Tab, TabList, tokens } from "@fluentui/react-components";
import { useDesk, useDeskState } from "../desk-context";
import type { PanelName } from "../engine/state";
import { plural } from "../engine/wording";

export const panelId = "tieout-panel";
export const tabId = (panel: PanelName) => `tieout-tab-${panel}`;

const panels: readonly { readonly name: PanelName; readonly label: string }[] = [
  { name: "links", label: "Links" },
  { name: "mappings", label: "Mappings" },
  { name: "status", label: "Status" },
  { name: "connections", label: "Connections" },
];

const useStyles = makeStyles({
  tabs: {
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
    overflowX: "auto",
    scrollbarWidth: "none",
  },
  tab: { paddingInline: tokens.spacingHorizontalS, "@media (max-width: 360px)": { paddingInline: tokens.spacingHorizontalXS } },
  badge: { marginInlineStart: tokens.spacingHorizontalXS },
});

export const PanelTabs = () => {
  const styles = useStyles();
  const desk = useDesk();
  const panel = useDeskState((state) => state.panel);
  const links = useDeskState((state) => state.sheets["customer-links"]);
  const errors = links.state === "open" ? links.counts.error : 0;
  return (
    <nav aria-label="Panels" className={styles.tabs}>
      <TabList size="small" selectedValue={panel} onTabSelect={(_event, { value }) => desk.openPanel(value as PanelName)}>
        {panels.map(({ name, label }) => (
          <Tab key={name} value={name} id={tabId(name)} className={styles.tab} aria-controls={panelId}>
            {label}
            {name === "links" && errors > 0 && (
              <CounterBadge className={styles.badge} count={errors} overflowCount={999} color="danger" size="small" aria-label={plural(errors, "error")} />
            )}
          </Tab>
        ))}
      </TabList>
    </nav>
  );
};
