/** The ribbon's buttons: what they run, and which of them are enabled. */
import { isSupported } from "./platform";

/** A button's work. What it has to tell goes to the pane; a bug is thrown and reported by the host. */
export type RibbonCommand = () => Promise<void>;

/**
 * Names the commands to Office, once, when the page loads: the keys are the manifest's function names.
 * Office shows a button as busy until `completed` is called, whatever happened.
 */
export const associateCommands = (commands: Readonly<Record<string, RibbonCommand>>): void => {
  for (const [name, command] of Object.entries(commands)) {
    // The promise is handed to the host, which may report a bug in the command; Office's typings expect nothing.
    const action = (event: Office.AddinCommands.Event): unknown => completing(event, command);
    Office.actions.associate(name, action);
  }
};

const completing = async (event: Office.AddinCommands.Event, command: RibbonCommand): Promise<void> => {
  try {
    await command();
  } finally {
    event.completed();
  }
};

/** Enables and disables buttons of a tab by the ids in the manifest; where Excel has no such thing they all stay enabled. */
export const setEnabled = async (tab: string, enabled: Readonly<Record<string, boolean>>): Promise<void> => {
  if (!isSupported("RibbonApi", "1.1")) return;
  await Office.ribbon.requestUpdate({ tabs: [{ id: tab, controls: Object.entries(enabled).map(([id, isEnabled]) => ({ id, enabled: isEnabled })) }] });
};

/** Brings the pane to the front, from a button that has something to show there. */
export const showPane = async (): Promise<void> => {
  await Office.addin.showAsTaskpane();
};
