import { FluentProvider, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { lazy, Suspense, useEffect, useRef } from "react";
import { DeskContext, useDeskState } from "../desk-context";
import type { Desk } from "../engine/desk";
import { LinksPanel } from "../panels/links/LinksPanel";
import { ScrollContext } from "../parts/scroll";
import { useTheme } from "../theme";
import { Header } from "./Header";
import { Notices } from "./Notices";
import { StatusLine } from "./StatusLine";
import { panelId, PanelTabs, tabId } from "./PanelTabs";
import { useLive } from "./live";
import { WorkBar } from "./WorkBar";

// Links is what people open the pane for; the others come when they are asked for.
const MappingsPanel = lazy(() => import(/* webpackChunkName: "mappings" */ "../panels/mappings/MappingsPanel"));
const DocumentsPanel = lazy(() => import(/* webpackChunkName: "documents" */ "../panels/documents/DocumentsPanel"));
const ReceiptsPanel = lazy(() => import(/* webpackChunkName: "receipts" */ "../panels/receipts/ReceiptsPanel"));
const ErrorsPanel = lazy(() => import(/* webpackChunkName: "errors" */ "../panels/errors/ErrorsPanel"));
const StatusPanel = lazy(() => import(/* webpackChunkName: "status" */ "../panels/status/StatusPanel"));
const ConnectionsPanel = lazy(() => import(/* webpackChunkName: "connections" */ "../panels/connections/ConnectionsPanel"));

const useStyles = makeStyles({
  pane: {
    position: "fixed",
    inset: 0,
    display: "flex",
    flexDirection: "column",
    minWidth: "280px",
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  panel: { flex: 1, minHeight: 0, overflowY: "auto", overflowX: "hidden", padding: tokens.spacingHorizontalM, overflowAnchor: "none" },
});

const Panel = () => {
  const panel = useDeskState((state) => state.panel);
  switch (panel) {
    case "links":
      return <LinksPanel />;
    case "mappings":
      return <MappingsPanel />;
    case "documents":
      return <DocumentsPanel />;
    case "receipts":
      return <ReceiptsPanel />;
    case "errors":
      return <ErrorsPanel />;
    case "status":
      return <StatusPanel />;
    case "connections":
      return <ConnectionsPanel />;
  }
};

const Pane = () => {
  const styles = useStyles();
  const scroll = useRef<HTMLDivElement>(null);
  const panel = useDeskState((state) => state.panel);
  useLive();
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = 0;
  }, [panel]);
  return (
    <div className={styles.pane}>
      <Header />
      <PanelTabs />
      <Notices />
      <WorkBar />
      <main ref={scroll} className={styles.panel}>
        <ScrollContext value={scroll}>
          <div role="tabpanel" id={panelId} aria-labelledby={tabId(panel)}>
            <Suspense fallback={<Spinner label="Opening" />}>
              <Panel />
            </Suspense>
          </div>
        </ScrollContext>
      </main>
      <StatusLine />
    </div>
  );
};

export const App = ({ desk }: { readonly desk: Desk }) => (
  <FluentProvider theme={useTheme()}>
    <DeskContext value={desk}>
      <Pane />
    </DeskContext>
  </FluentProvider>
);
