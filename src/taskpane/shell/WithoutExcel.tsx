import { FluentProvider, makeStyles, tokens } from "@fluentui/react-components";
import type { Readiness } from "../../excel/ready";
import { useLayout } from "../parts/layout";
import { useTheme } from "../theme";

type Apart = Exclude<Readiness, { kind: "excel" }>;

const useStyles = makeStyles({
  page: { position: "fixed", inset: 0, overflowY: "auto", backgroundColor: tokens.colorNeutralBackground2, padding: tokens.spacingHorizontalXL },
  words: { maxWidth: "34rem", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, color: tokens.colorBrandForeground1 },
});

const explain = (readiness: Apart): { readonly title: string; readonly words: readonly string[] } => {
  switch (readiness.kind) {
    case "browser":
      return {
        title: "Tieout works inside Excel",
        words: [
          "This page is Tieout's pane. It links the customers of The Layer with Sage in a worksheet, so it needs Excel beside it.",
          "Open Excel, choose Add-ins, then Tieout. If it is not there, ask your administrator, or upload manifest.xml from this address under My add-ins.",
        ],
      };
    case "other-host":
      return { title: "Tieout works inside Excel", words: [`This is ${readiness.host}. Open a workbook in Excel and start Tieout from its ribbon.`] };
    case "too-old":
      return {
        title: "This Excel is too old for Tieout",
        words: [`Tieout needs ${readiness.needs}, which Excel has since Office 2021. Update Office, or use Excel on the web.`],
      };
    case "no-office":
      return {
        title: "Excel's own script did not load",
        words: [
          "Tieout could not load office.js from appsforoffice.microsoft.com. A proxy or firewall may block that address.",
          "Ask your administrator to allow it, then reopen the pane. If you opened this page in a browser, open Tieout from Excel instead.",
        ],
      };
  }
};

/** What stands here when there is no workbook to work on. */
export const WithoutExcel = ({ readiness }: { readonly readiness: Apart }) => {
  const styles = useStyles();
  const layout = useLayout();
  const { title, words } = explain(readiness);
  return (
    <FluentProvider theme={useTheme()}>
      <main className={styles.page}>
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {words.map((sentence) => (
            <p key={sentence} className={layout.text}>
              {sentence}
            </p>
          ))}
        </div>
      </main>
    </FluentProvider>
  );
};
