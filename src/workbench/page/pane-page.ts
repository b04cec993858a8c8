/** The production pane's page, unchanged but for one script: office.js gives way to the workbench's bridge. */

const officeScript = /<script\b[^>]*\bsrc\s*=\s*["'][^"']*\/office\.js["'][^>]*>\s*<\/script>/gi;

/**
 * @param html the page as the server sends it.
 * @param bridge address of the bridge. Like every address in the page it counts from the workbench's own, which stands in the same folder:
 * the frame is written by the workbench and takes its address, and the pages' policy allows no other base.
 * @returns the page to be written into the frame, or null when it has no office.js to replace.
 */
export const paneWithBridge = (html: string, bridge: string): string | null => {
  if (!new RegExp(officeScript.source, "i").test(html)) return null;
  const quoted = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  let isPlaced = false;
  return html.replace(officeScript, () => {
    if (isPlaced) return "";
    isPlaced = true;
    return `<script src="${quoted(bridge)}"></script>`;
  });
};
