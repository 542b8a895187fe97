import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY, TELLING_CODES } from '../../demo/canaries.ts';

export interface Finding {
  readonly file: string;
  /** Bytes from the start of the file to the start of the line. */
  readonly offset: number;
  /** Which of the planted texts; never the line itself. */
  readonly canary: string;
}

export interface Searched {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly bytes: number;
}

/**
 * Every planted value has one of these in it; tests that plant rows of their own write ZEBRA. All are ASCII, so JSON, URLs
 * and XML leave them as they are.
 */
const STEMS = [CANARY.employeeNo, 'quokka', 'Quokka', 'QUOKKA', 'ZEBRA'];
const PLANTED = new RegExp([...STEMS, ...STEMS.flatMap(inBase64)].map(escaped).join('|'));
/** As whole words only: within a longer name they say nothing. */
const TELLING = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${TELLING_CODES.join('|')})(?![\\p{L}\\p{N}_])`, 'u');
/** What JSON, URLs and XML write for a mark: its letters are no part of the word that it stands beside. */
const MARK = /\\+(?:u[\da-f]{4}|["nrtbf])|%[\da-f]{2}|&#?\w+;/gi;

/** Searches every file of a folder, in pieces, so that memory does not grow with what was written. */
export function searchFolder(folder: string, piece = 1024 * 1024): Searched {
  const names = readdirSync(folder).sort();
  const all = names.map((name) => searchFile(join(folder, name), name, piece));
  return {
    findings: all.flatMap(({ findings }) => findings),
    files: names.length,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function searchFile(path: string, file: string, piece: number): { findings: Finding[]; bytes: number } {
  const descriptor = openSync(path, 'r');
  const findings: Finding[] = [];
  const buffer = Buffer.alloc(piece);
  let [rest, bytes] = [Buffer.alloc(0), 0];
  const search = (whole: Buffer) => {
    for (const { offset, canary } of searchLines(whole)) findings.push({ file, offset: bytes + offset, canary });
    bytes += whole.length;
  };
  try {
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      const known = Buffer.concat([rest, buffer.subarray(0, read)]);
      // A text that lies across two pieces is seen once its line is whole.
      const end = known.lastIndexOf('\n') + 1;
      search(known.subarray(0, end));
      rest = known.subarray(end);
    }
    search(rest);
  } finally {
    closeSync(descriptor);
  }
  return { findings, bytes };
}

/** What is planted in whole lines, and where. */
export function searchLines(lines: Buffer): { offset: number; canary: string }[] {
  const text = lines.toString('utf8');
  if (canaryIn(text) === null) return [];
  const found: { offset: number; canary: string }[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const canary = canaryIn(line);
    if (canary !== null) found.push({ offset, canary });
    offset += Buffer.byteLength(line) + 1;
  }
  return found;
}

function canaryIn(text: string): string | null {
  if (PLANTED.test(text)) {
    const whole = Object.entries(CANARY).find(([, value]) => text.includes(value));
    return whole?.[0] ?? 'a planted value';
  }
  return TELLING.exec(text.includes('\\') || /[%&]/.test(text) ? text.replace(MARK, ' ') : text)?.[0] ?? null;
}

function escaped(text: string): string {
  return text.replace(/[+]/g, '\\+');
}

/** How a text looks within base64, at each of the three places in a group of bytes at which it can begin. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.from('\0'.repeat(before) + text).toString('base64url');
    // The letters at both ends mix with what stands beside.
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
    return [own, own.replaceAll('-', '+').replaceAll('_', '/')];
  });
}
