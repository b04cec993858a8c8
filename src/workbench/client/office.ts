/** The Office object: what an add-in asks about its host before it touches the workbook, and the ribbon and pane around it. */
import { RibbonCommands } from "./ribbon-commands";

export type OfficeHostOptions = {
  /** Opens a web address outside of the pane. */
  readonly openWindow?: (url: string) => void;
  /** `Office.context.partitionKey`; undefined as in a desktop webview. */
  readonly partitionKey?: string;
  readonly isDarkTheme?: boolean;
  /** The pane is to be shown or hidden. */
  readonly onPane?: (isShown: boolean) => void;
  /** Ribbon buttons are to be enabled or disabled: control id → enabled. */
  readonly onRibbon?: (controls: Readonly<Record<string, boolean>>) => void;
};

/** Requirement sets and the highest version the workbench keeps to. */
export const requirementSets: Readonly<Record<string, string>> = {
  ExcelApi: "1.18", AddinCommands: "1.1", RibbonApi: "1.1", SharedRuntime: "1.1", OpenBrowserWindowApi: "1.1", DelayForCellEdit: "1.1",
};

const isSetSupported = (name: string, version?: string | number): boolean => {
  const highest = Object.entries(requirementSets).find(([set]) => set.toLowerCase() === name.toLowerCase())?.[1];
  if (highest === undefined) return false;
  const [major = 0, minor = 0] = String(version ?? "1.1").split(".").map(Number);
  const [topMajor = 0, topMinor = 0] = highest.split(".").map(Number);
  return major < topMajor || (major === topMajor && minor <= topMinor);
};

const enums = {
  HostType: { Word: "Word", Excel: "Excel", PowerPoint: "PowerPoint", Outlook: "Outlook", OneNote: "OneNote", Project: "Project", Access: "Access" },
  PlatformType: { PC: "PC", OfficeOnline: "OfficeOnline", Mac: "Mac", iOS: "iOS", Android: "Android", Universal: "Universal" },
  StartupBehavior: { none: "None", load: "Load" },
  VisibilityMode: { hidden: "Hidden", taskpane: "Taskpane" },
  AsyncResultStatus: { Succeeded: "succeeded", Failed: "failed" },
} as const;

export type OfficeObject = ReturnType<typeof makeOffice>;

export const makeOffice = (options: OfficeHostOptions) => {
  const commands = new RibbonCommands();
  const info = { host: enums.HostType.Excel, platform: enums.PlatformType.OfficeOnline };
  const visibilityListeners = new Set<(message: { visibilityMode: string }) => void>();
  let startup: string = enums.StartupBehavior.none;
  const show = (isShown: boolean): Promise<void> => {
    options.onPane?.(isShown);
    for (const listener of visibilityListeners) listener({ visibilityMode: isShown ? enums.VisibilityMode.taskpane : enums.VisibilityMode.hidden });
    return Promise.resolve();
  };
  const office = {
    ...enums,
    initialize: undefined as ((reason: string) => void) | undefined,
    onReady: (callback?: (ready: typeof info) => unknown): Promise<typeof info> =>
      Promise.resolve(info).then(async (ready) => {
        await callback?.(ready);
        return ready;
      }),
    context: {
      ...info,
      contentLanguage: "en-GB",
      displayLanguage: "en-GB",
      diagnostics: { ...info, version: "16.0.0.0" },
      partitionKey: options.partitionKey,
      officeTheme: { isDarkTheme: options.isDarkTheme ?? false, bodyBackgroundColor: "#FFFFFF", bodyForegroundColor: "#000000", controlBackgroundColor: "#FFFFFF", controlForegroundColor: "#000000" },
      requirements: { isSetSupported },
      ui: {
        openBrowserWindow: (url: string): void => {
          if (!/^https?:\/\//i.test(url)) throw new Error("Only http and https addresses can be opened.");
          options.openWindow?.(url);
        },
      },
    },
    actions: { associate: (name: string, command: (event: unknown) => unknown): void => commands.associate(name, command) },
    addin: {
      showAsTaskpane: () => show(true),
      hide: () => show(false),
      getStartupBehavior: () => Promise.resolve(startup),
      setStartupBehavior: (behaviour: string): Promise<void> => {
        startup = behaviour;
        return Promise.resolve();
      },
      onVisibilityModeChanged: (listener: (message: { visibilityMode: string }) => void): Promise<() => Promise<void>> => {
        visibilityListeners.add(listener);
        return Promise.resolve(() => {
          visibilityListeners.delete(listener);
          return Promise.resolve();
        });
      },
    },
    ribbon: {
      requestUpdate: (update: { tabs?: readonly { controls?: readonly RibbonControl[]; groups?: readonly { controls?: readonly RibbonControl[] }[] }[] }): Promise<void> => {
        const controls = (update.tabs ?? []).flatMap((tab) => [...(tab.controls ?? []), ...(tab.groups ?? []).flatMap((group) => group.controls ?? [])]);
        options.onRibbon?.(Object.fromEntries(controls.flatMap(({ id, enabled }) => (enabled === undefined ? [] : [[id, enabled]]))));
        return Promise.resolve();
      },
    },
  };
  return { office, commands };
};

type RibbonControl = { readonly id: string; readonly enabled?: boolean };
