/**
 * Keeps a second process out of the database folder: PGlite has no lock of its own, and two processes at once lose rows
 * without a word. The lock is the operating system's, so it is free the instant its holder is gone, `kill -9` included, and
 * no stale file can keep anybody out:
 *
 * - Linux: an abstract socket named after the folder's device and inode, so that two paths to one folder are one name.
 *   Abstract names belong to a network namespace, so two containers that share a folder would not see each other; the
 *   notice file below, renewed every few seconds, keeps those apart.
 * - Windows: a named pipe, of which Node makes the first instance only (`FILE_FLAG_FIRST_PIPE_INSTANCE`).
 * - macOS and BSD: a file opened with `O_EXLOCK`, which opens and locks in one step.
 *
 * Only the Linux branch has been run against a second process; the others follow libuv's documentation.
 */
import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { failed, failure, ok, type Result } from "../../model/failure";

export type FolderLock = { release(): Promise<void> };

const noticeEvery = 3_000;
/** A notice older than this is of a machine that is gone. Longer than three renewals, short enough to wait for. */
const noticeStale = 12_000;
/** `O_EXLOCK` of macOS and BSD; Node passes it on and has no name for it. */
const exclusiveLock = 0x20;

type Notice = { readonly host: string; readonly pid: number };

const inUse = (folder: string, holder: string) =>
  failed(
    failure(
      "local-storage",
      `The data folder ${folder} is in use by ${holder}.`,
      "Stop that process, or give this one another folder with DATA_DIR. Several gateways can share a PostgreSQL server instead: set DATABASE_URL.",
      folder,
    ),
  );

/** Null when another process listens on that name. */
const listenOn = (name: string): Promise<FolderLock | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });

const lockFile = (path: string): FolderLock | null => {
  try {
    const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | exclusiveLock, 0o600);
    return { release: async () => closeSync(descriptor) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN" || code === "EWOULDBLOCK" || code === "EBUSY") return null;
    throw error;
  }
};

const acquire = async (folder: string): Promise<FolderLock | null> => {
  const real = realpathSync(folder);
  if (process.platform === "linux") {
    const { dev, ino } = statSync(real, { bigint: true });
    return listenOn(`\0tieout-data-${dev}-${ino}`);
  }
  if (process.platform === "win32") {
    return listenOn(`\\\\.\\pipe\\tieout-data-${createHash("sha256").update(real.toLowerCase()).digest("hex").slice(0, 32)}`);
  }
  return lockFile(join(real, "lock"));
};

const readNotice = (path: string): (Notice & { age: number }) | null => {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    return { ...(JSON.parse(readFileSync(path, "utf8")) as Notice), age };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Takes the folder for this process. Failure `local-storage` names the folder and its holder.
 * Where another host's notice is fresh it waits, at most 12 seconds, to see whether that notice is still being renewed.
 */
export const lockFolder = async (folder: string): Promise<Result<FolderLock>> => {
  const noticePath = join(folder, "in-use.json");
  const lock = await acquire(folder);
  if (!lock) {
    const holder = readNotice(noticePath);
    return inUse(folder, holder ? `process ${holder.pid} on ${holder.host}` : "another process");
  }
  const others = () => {
    const notice = readNotice(noticePath);
    return notice && notice.host !== hostname() && notice.age < noticeStale ? notice : null;
  };
  const before = others();
  if (before) {
    await pause(Math.max(0, noticeStale - before.age) + 100);
    const still = others();
    if (still) {
      await lock.release();
      return inUse(folder, `process ${still.pid} on ${still.host}`);
    }
  }
  const say = () => {
    // Renamed into place: whoever reads while it is renewed would find it empty otherwise.
    writeFileSync(`${noticePath}.new`, JSON.stringify({ host: hostname(), pid: process.pid } satisfies Notice), { mode: 0o600 });
    renameSync(`${noticePath}.new`, noticePath);
  };
  say();
  const renewal = setInterval(say, noticeEvery);
  renewal.unref();
  return ok({
    release: async () => {
      clearInterval(renewal);
      rmSync(noticePath, { force: true });
      await lock.release();
    },
  });
};
