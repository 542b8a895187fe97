import { gunzipSync } from 'node:zlib';
import { type DayPointer, dayPointerSchema } from '../functions/day-pointer.ts';
import { generationKey, methodOf, waitsForApproval } from '../functions/day-target.ts';
import { readDecisions } from '../functions/decisions.ts';
import { type WindowPointer, windowPointerSchema } from '../functions/window-pointer.ts';
import { windowObjectKey } from '../functions/window-target.ts';
import { ProductError } from '../lib/errors.ts';
import { WINDOW_CODE_VERSION } from '../lib/generation/window.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { by } from '../lib/order.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Force } from '../lib/sources/force.ts';
import { getIfThere } from './if-there.ts';
import { scan } from './scan.ts';
import type { Stores } from './stores.ts';

/** What stands published and today's code would not make again from the drops. */
export interface Kept {
  /** Locked days of another code, mapping or policy. */
  readonly locked: readonly DayPointer[];
  /** Days that do not close any more: what was published before stands. */
  readonly blocked: readonly DayPointer[];
  /** Windows that another code made. */
  readonly windows: readonly WindowPointer[];
}

export const NOTHING_KEPT: Kept = { locked: [], blocked: [], windows: [] };

/** Finds what has to be carried over, and checks every object of it. Throws GENERATION_LOST or GENERATION_CHANGED. */
export async function keptIn(source: Stores, force: Force, now: number): Promise<Kept> {
  const [locked, blocked, windows]: [DayPointer[], DayPointer[], WindowPointer[]] = [[], [], []];
  for await (const item of scan(source, 'registry')) {
    if (item.pk.startsWith('DAY#')) {
      const pointer = dayPointerSchema.parse(item);
      if (await isLockedIn(source, force, now, pointer)) locked.push(pointer);
      else if (pointer.blocked !== undefined && pointer.generation !== null) blocked.push(pointer);
    } else if (item.pk.startsWith('WINDOW#')) {
      const pointer = windowPointerSchema.parse(item);
      if (pointer.generation !== null && pointer.codeVersion !== WINDOW_CODE_VERSION) windows.push(pointer);
    }
  }
  locked.sort(by(({ date }) => date));
  for (const pointer of [...locked, ...blocked]) for (const key of dayObjects(pointer)) await check(source, key, pointer);
  for (const pointer of windows) await check(source, windowObject(pointer), pointer);
  return { locked, blocked, windows };
}

async function isLockedIn({ trust }: Stores, force: Force, now: number, pointer: DayPointer): Promise<boolean> {
  const policy = policyOn(force.policies, pointer.date);
  const method = methodOf(force, policy);
  if (pointer.method === method) return false;
  return waitsForApproval(pointer, method, policy, await readDecisions(trust, { date: pointer.date }), now);
}

/** Objects of what is current and of what was before it, which are kept for good. */
export function dayObjects({ date, generation, history }: DayPointer): string[] {
  const names = [...history.map((entry) => entry.generation), generation].filter((name) => name !== null);
  return [...new Set(names)].map((name) => generationKey(date, name));
}

export function windowObject({ start, generation }: WindowPointer): string {
  return windowObjectKey(start, generation ?? '');
}

/** The current one against the pointer's hash, an earlier one against the part of its hash that its name tells. */
async function check({ facts }: Stores, key: string, { generation, hash }: DayPointer | WindowPointer): Promise<void> {
  const [place, about = '', file = ''] = key.split('/');
  const fail = (code: string, how: string) =>
    new ProductError(
      code,
      `the object of ${about} in ${place} ${how}, and only it says what an older code published: bring it back from a backup`,
    );
  const body = await getIfThere(facts, key);
  if (body === null) throw fail('GENERATION_LOST', 'is not there');
  const name = file.replace(/\.json\.gz$/, '');
  const found = hashOf(body);
  const right = name === generation ? found === hash : found.slice(0, 16) === name.split('-')[1];
  if (!right) throw fail('GENERATION_CHANGED', 'is not the one that its pointer names');
}

function hashOf(body: Uint8Array): string {
  try {
    return sha256(gunzipSync(body));
  } catch {
    return 'cannot be unpacked';
  }
}
