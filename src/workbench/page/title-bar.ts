/** The page's head: what this is, which file is open, and what can be done with files. */
import { button, make } from "./elements";

export type TitleBarActions = { readonly open: (file: File) => void; readonly save: () => void; readonly create: () => void };

export class TitleBar {
  readonly element = make("header", { class: "wp-title" });
  private readonly file = make("span", { class: "wp-file" });
  private readonly state = make("span", { class: "wp-state" });
  private readonly picker = make("input", { type: "file", accept: ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "aria-label": "Excel workbook to open", class: "wb-unseen", tabindex: "-1" });

  constructor(actions: TitleBarActions) {
    this.picker.addEventListener("change", () => {
      const [file] = this.picker.files ?? [];
      if (file) actions.open(file);
      // So that choosing the same file again is a change, too.
      this.picker.value = "";
    });
    const about = make("details", { class: "wp-about" });
    about.append(
      make("summary", {}, "What this page is"),
      make(
        "div",
        { class: "wp-about-text" },
        make("p", {}, "A spreadsheet in the browser with the unchanged Tieout add-in beside it. Excel is not needed here: worksheets, drop-downs, problems and pushes work as they do in Excel, on real .xlsx files."),
        make("p", {}, "The keyboard works as in Excel. F6 goes from the ribbon to the sheet, its tabs and the pane, since Tab moves within the sheet."),
        make("p", {}, "The workbook stays in this browser until you save it. Charts and other things the page does not show are kept in the file."),
        make("p", {}, "To use the add-in in Excel itself, add ", make("a", { href: "manifest.xml", download: "manifest.xml" }, "manifest.xml"), " there; the README says how for Windows, Mac and the web."),
      ),
    );
    document.addEventListener("mousedown", (event) => {
      if (about.open && event.target instanceof Node && !about.contains(event.target)) about.open = false;
    });
    about.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      about.open = false;
      about.querySelector("summary")?.focus();
    });
    this.element.append(
      make("img", { src: "assets/tieout-32.png", alt: "", width: "20", height: "20" }),
      make("h1", {}, "Tieout workbench"),
      this.file,
      this.state,
      make("span", { class: "wp-space" }),
      button("Open .xlsx", { class: "wp-command", title: "Open an Excel workbook (Ctrl+O)" }, () => this.choose()),
      button("Save", { class: "wp-command", title: "Save as an Excel workbook (Ctrl+S)" }, actions.save),
      button("New workbook", { class: "wp-command" }, actions.create),
      about,
      this.picker,
    );
  }

  choose(): void {
    this.picker.click();
  }

  show(name: string, state: string): void {
    this.file.textContent = name;
    this.file.title = name;
    this.state.textContent = state;
    document.title = `${name} - Tieout workbench`;
  }
}
