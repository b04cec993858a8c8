/**
 * A folder for PGlite whose commits survive a power cut. Stock PGlite runs with `-F` and its file layer has no fsync, so it
 * answers "committed" for rows that are still in the operating system's memory. This layer gives its file system a real
 * fsync, for files and for the folders that name them.
 *
 * It reaches into Emscripten's NODEFS, so the version of PGlite is pinned, and `openEmbedded` proves at each start that the
 * count of fsyncs rises with a commit.
 */
import { closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Node = { readonly parent: Node };
type Stream = { readonly node: Node; readonly nfd?: number };
type NodeFileSystem = {
  stream_ops: { fsync?: (stream: Stream) => number };
  node_ops: {
    rename: (node: Node, folder: Node, name: string) => void;
    mknod: (parent: Node, name: string, mode: number, device: number) => Node;
  };
  realPath(node: Node): string;
};

/** Windows does not open folders for flushing; NTFS journals the names itself. */
const foldersFlush = process.platform !== "win32";

const flush = (path: string): void => {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

export const flushFolder = (path: string): void => {
  if (foldersFlush) flush(path);
};

/** Flushes every file and folder below, for a database that was made while nothing was flushed. */
export const flushTree = (root: string): void => {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isDirectory()) flushTree(path);
    else if (entry.isFile()) flush(path);
  }
  flushFolder(root);
};

type Init = NodeFS["init"];

export class DurableNodeFS extends NodeFS {
  /** How many times a file or folder was flushed to the disk. */
  flushes = 0;

  override async init(...args: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(...args);
    const makeDurable = (module: unknown): void => this.#makeDurable((module as { NODEFS: NodeFileSystem }).NODEFS);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [makeDurable, ...(emscriptenOpts.preRun ?? [])] } };
  }

  /** An error of fsync is thrown through PostgreSQL: what it would do with one is to stop as well. */
  #makeDurable(nodeFs: NodeFileSystem): void {
    nodeFs.stream_ops.fsync = (stream) => {
      this.flushes += 1;
      if (stream.nfd === undefined) flushFolder(nodeFs.realPath(stream.node));
      else fsyncSync(stream.nfd);
      return 0;
    };
    const { rename, mknod } = nodeFs.node_ops;
    nodeFs.node_ops.rename = (node, folder, name) => {
      const from = dirname(nodeFs.realPath(node));
      rename(node, folder, name);
      const to = nodeFs.realPath(folder);
      flushFolder(to);
      if (from !== to) flushFolder(from);
    };
    nodeFs.node_ops.mknod = (parent, name, mode, device) => {
      const made = mknod(parent, name, mode, device);
      flushFolder(nodeFs.realPath(parent));
      return made;
    };
  }
}
