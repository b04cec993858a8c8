/**
 * The package around a workbook. The spreadsheet library regenerates the parts it knows; what it leaves undone
 * (relationships of parts it only copies, hidden names, our own custom XML) is put right here, part by part.
 */
import { deflateSync, Inflate, inflateSync, strFromU8, strToU8 } from "fflate";
import { crc32, readArchive, writeArchive, type ZipEntry } from "./zip";

export type Package = {
  /** Part names as in the zip, without a leading slash. */
  readonly names: readonly string[];
  has(part: string): boolean;
  /** The text of a part, or null where there is none. Not for worksheets, which may be large. */
  read(part: string): string | null;
  /** The beginning of a part up to the text `until` (not included), or all of it where that never comes. */
  readHead(part: string, until: string): string | null;
  write(part: string, text: string): void;
  /** Replaces what readHead answers; the rest is streamed through when the bytes are asked for. */
  writeHead(part: string, until: string, text: string): void;
  remove(part: string): void;
  /** The package as bytes: the very same when nothing was changed. */
  bytes(): Promise<Uint8Array>;
};

export const contentTypesPart = "[Content_Types].xml";

const unpack = ({ method, raw, size }: ZipEntry): Uint8Array => (method === 0 ? raw : inflateSync(raw, { out: new Uint8Array(size) }));

const pack = (name: string, text: string): ZipEntry => {
  const content = strToU8(text);
  return { name, method: 8, crc: crc32(content), size: content.length, raw: deflateSync(content) };
};

const piece = 65_536;

const headOf = (entry: ZipEntry, until: string): string => {
  if (entry.method === 0) return strFromU8(entry.raw).split(until, 1)[0]!;
  const decoder = new TextDecoder();
  let text = "";
  const inflate = new Inflate((chunk) => {
    text += decoder.decode(chunk, { stream: true });
  });
  for (let at = 0; at < entry.raw.length && !text.includes(until); at += piece) inflate.push(entry.raw.subarray(at, at + piece), at + piece >= entry.raw.length);
  return text.split(until, 1)[0]!;
};

/** The entry with another beginning. The platform's own streams do the work: ten times faster than any script. */
const withHead = async (entry: ZipEntry, before: string, after: string): Promise<ZipEntry> => {
  const skip = strToU8(before).length;
  const content = new Blob([unpackedBlobPart(entry)]).stream();
  const unpacked = entry.method === 0 ? content : content.pipeThrough(new DecompressionStream("deflate-raw"));
  let crc = 0;
  let size = 0;
  let seen = 0;
  const counted = (chunk: Uint8Array<ArrayBuffer>) => {
    crc = crc32(chunk, crc);
    size += chunk.length;
    return chunk;
  };
  const changed = unpacked.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      start: (out) => out.enqueue(counted(new Uint8Array(strToU8(after)))),
      transform: (chunk, out) => {
        const rest = seen >= skip ? chunk : chunk.subarray(Math.min(skip - seen, chunk.length));
        seen += chunk.length;
        if (rest.length > 0) out.enqueue(counted(rest));
      },
    }),
  );
  const raw = new Uint8Array(await new Response(changed.pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  return { name: entry.name, method: 8, crc, size, raw };
};

/** A Blob wants bytes that nobody shares. */
const unpackedBlobPart = ({ raw }: ZipEntry): Uint8Array<ArrayBuffer> => new Uint8Array(raw);

/** @throws when the bytes are not a zip archive. */
export const openPackage = (bytes: Uint8Array): Package => {
  const stored = new Map(readArchive(bytes).map((entry) => [entry.name, entry]));
  const written = new Map<string, string>();
  const heads = new Map<string, { readonly before: string; readonly after: string }>();
  let isChanged = false;

  const finished = async (entry: ZipEntry): Promise<ZipEntry> => {
    const text = written.get(entry.name);
    if (text !== undefined) return pack(entry.name, text);
    const head = heads.get(entry.name);
    return head === undefined ? entry : withHead(entry, head.before, head.after);
  };

  const opened: Package = {
    get names() {
      return [...new Set([...stored.keys(), ...written.keys()])];
    },
    has: (part) => stored.has(part) || written.has(part),
    read: (part) => {
      const entry = stored.get(part);
      return written.get(part) ?? (entry === undefined ? null : strFromU8(unpack(entry)));
    },
    readHead: (part, until) => {
      const entry = stored.get(part);
      const text = written.get(part);
      if (text !== undefined) return text.split(until, 1)[0]!;
      return entry === undefined ? null : headOf(entry, until);
    },
    write: (part, text) => {
      isChanged = true;
      written.set(part, text);
    },
    writeHead: (part, until, text) => {
      const before = opened.readHead(part, until);
      if (before === null) throw new Error(`The package has no part ${part}.`);
      isChanged = true;
      heads.set(part, { before, after: text });
    },
    remove: (part) => {
      isChanged = true;
      stored.delete(part);
      written.delete(part);
    },
    bytes: async () => {
      if (!isChanged) return bytes;
      const added = [...written.keys()].filter((name) => !stored.has(name)).map((name): ZipEntry => ({ name, method: 8, crc: 0, size: 0, raw: new Uint8Array() }));
      const entries = await Promise.all([...stored.values(), ...added].map(finished));
      // Readers that look at a file's first bytes to tell what it is expect the content types there.
      return writeArchive(entries.sort((one, other) => Number(other.name === contentTypesPart) - Number(one.name === contentTypesPart)));
    },
  };
  return opened;
};

/** `../theme/theme1.xml` seen from `xl/worksheets/` → `xl/theme/theme1.xml`. A target that begins with a slash counts from the root. */
export const resolvePart = (folder: string, target: string): string => {
  const path = target.startsWith("/") ? [] : folder.split("/").filter(Boolean);
  for (const step of target.split("/").filter(Boolean)) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
};
