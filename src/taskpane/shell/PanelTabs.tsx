import {
  CounterBadge,
  makeStyles,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  Tab,
  TabList,
  tokens,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from "@fluentui/react-components";
import { MoreHorizontalRegular } from "@fluentui/react-icons";
import { useDesk, useDeskState } from "../desk-context";
import type { DeskState, PanelName } from "../engine/state";
import { count, plural } from "../engine/wording";

export const panelId = "tieout-panel";
export const tabId = (panel: PanelName) => `tieout-tab-${panel}`;

const panels: readonly { readonly name: PanelName; readonly label: string }[] = [
  { name: "links", label: "Links" },
  { name: "mappings", label: "Mappings" },
  { name: "documents", label: "Documents" },
  { name: "receipts", label: "Receipts" },
  { name: "errors", label: "Errors" },
  { name: "status", label: "Status" },
  { name: "connections", label: "Connections" },
];

const useStyles = makeStyles({
  nav: { backgroundColor: tokens.colorNeutralBackground1, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, flexShrink: 0 },
  bar: { display: "flex", alignItems: "center", overflow: "hidden", minWidth: 0 },
  list: { flexShrink: 0 },
  // Excel opens a pane at about 350 px: small words keep most panels in view there.
  tab: {
    paddingInline: tokens.spacingHorizontalS,
    flexShrink: 0,
    "@media (max-width: 480px)": {
      paddingInline: "5px",
      "& .fui-Tab__content": { fontSize: tokens.fontSizeBase200, paddingInline: 0 },
      // What keeps the place of the bold word that a chosen tab shows.
      "& .fui-Tab__content--reserved-space": { fontSize: tokens.fontSizeBase200, paddingInline: 0 },
    },
  },
  badge: { marginInlineStart: tokens.spacingHorizontalXS },
});

/** How many things of a panel wait for somebody, for the mark on its tab. */
const waitingIn = (state: DeskState, panel: PanelName): number => {
  switch (panel) {
    case "links": {
      const links = state.sheets["customer-links"];
      return links.state === "open" ? links.counts.error : 0;
    }
    case "errors":
      return state.errors.groups.value?.open ?? 0;
    case "mappings":
    case "documents":
    case "receipts":
    case "status":
    case "connections":
      return 0;
  }
};

const TabBadge = ({ panel }: { readonly panel: PanelName }) => {
  const styles = useStyles();
  const waiting = useDeskState((state) => waitingIn(state, panel));
  if (waiting === 0) return null;
  return <CounterBadge className={styles.badge} count={waiting} overflowCount={999} color="danger" size="small" aria-label={plural(waiting, "error")} />;
};

const HiddenPanel = ({ name, label }: { readonly name: PanelName; readonly label: string }) => {
  const desk = useDesk();
  const isVisible = useIsOverflowItemVisible(name);
  const waiting = useDeskState((state) => waitingIn(state, name));
  if (isVisible) return null;
  return <MenuItem onClick={() => desk.openPanel(name)}>{waiting > 0 ? `${label} (${count(waiting)})` : label}</MenuItem>;
};

/** The panels that a narrow pane has no room for. */
const MorePanels = () => {
  const { ref, isOverflowing } = useOverflowMenu<HTMLDivElement>();
  if (!isOverflowing) return null;
  return (
    <div ref={ref}>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="subtle" size="small" menuIcon={null} icon={<MoreHorizontalRegular />} aria-label="More panels" title="More panels" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {panels.map(({ name, label }) => (
              <HiddenPanel key={name} name={name} label={label} />
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
};

/** The open panel and the errors stay in view longest. */
const priorityOf = (name: PanelName, open: PanelName) => (name === open ? 3 : name === "errors" ? 2 : 1);

export const PanelTabs = () => {
  const styles = useStyles();
  const desk = useDesk();
  const panel = useDeskState((state) => state.panel);
  return (
    <nav aria-label="Panels" className={styles.nav}>
      <Overflow minimumVisible={2} padding={4}>
        <div className={styles.bar}>
          <TabList className={styles.list} size="small" selectedValue={panel} onTabSelect={(_event, { value }) => desk.openPanel(value as PanelName)}>
            {panels.map(({ name, label }) => (
              <OverflowItem key={name} id={name} priority={priorityOf(name, panel)}>
                <Tab value={name} id={tabId(name)} className={styles.tab} aria-controls={panelId}>
                  {label}
                  <TabBadge panel={name} />
                </Tab>
              </OverflowItem>
            ))}
          </TabList>
          <MorePanels />
        </div>
      </Overflow>
    </nav>
  );
};
