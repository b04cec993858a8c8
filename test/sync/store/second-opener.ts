/** Opens the folder named on the command line and says how it went; stays until killed when it got in. Run by embedded.test.ts. */
import { openDatabase } from "../../../src/sync/store";

const [dataDir = "", seedFile = ""] = process.argv.slice(2);

const main = async () => {
  const opened = await openDatabase({ dataDir, seedFile });
  process.stdout.write(`${JSON.stringify(opened.ok ? { ok: true, durability: opened.value.durability } : opened)}\n`);
  if (opened.ok) {
    await opened.value.transaction("mark", (tx) => tx.insertInto("sweep_seen").values({ tenant: "t", sweep: "s", id: String(process.pid) }).execute());
    process.stdout.write("committed\n");
    setInterval(() => undefined, 60_000);
  }
};
void main();
