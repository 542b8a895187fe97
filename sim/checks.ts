import { gunzipSync } from 'node:zlib';
import { dayPointerSchema } from '../functions/day-pointer.ts';
import { lineageKey } from '../functions/day-target.ts';
import { readReceipt } from '../functions/registry.ts';
import type { Generation } from '../lib/generation/generation.ts';
import { itemsOf } from '../lib/generation/items.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import type { Force } from '../lib/sources/force.ts';
import { dayOf, type Standing, standingOf } from './oracle.ts';
import type { Objects } from './services/objects.ts';
import type { Item } from './services/tables.ts';

export const BUCKETS = { drops: 'drops', facts: 'facts' } as const;
export const TABLES = {
  registry: 'registry',
  trust: 'trust',
  organisation: 'organisation',
  productivity: 'productivity',
  availability: 'availability',
} as const;

export class Violation extends Error {}

/** What must hold at every write, whatever happened before it. */
export class Checks {
  /** Key -> state of its receipt -> the file that then stood. */
  readonly #states = new Map<string, Map<number, Standing | null>>();
  /** Date -> the states of which its last published figures were made. */
  readonly #lineages = new Map<string, Map<string, number>>();
  /** Date and name -> the whole generation. */
  readonly #generations = new Map<string, { generation: Generation; force: Force }>();
  readonly #objects: Objects;
  readonly #forces: () => readonly Force[];
  violation: Violation | null = null;

  constructor(objects: Objects, forces: () => readonly Force[]) {
    this.#objects = objects;
    this.#forces = forces;
  }

  /** Everything that stands behind a pointer goes up by one and never back. */
  onPut(table: string, item: Item, before: Item | undefined): void {
    try {
      const isPointer = typeof item.rev === 'number' && !item.pk.startsWith('DECISION#');
      if (isPointer && item.rev !== Number(before?.rev ?? 0) + 1)
        throw new Violation(`${item.pk} ${item.sk} went from revision ${before?.rev ?? 0} to ${item.rev}`);
      if (table === TABLES.registry && item.pk.startsWith('DROP#')) this.#receipt(item);
      if (table === TABLES.registry && item.pk.startsWith('DAY#')) this.#day(item);
    } catch (cause) {
      this.violation ??= cause instanceof Violation ? cause : new Violation(`cannot be checked: ${String(cause)}`);
    }
  }

  /** What readers of a generation have to find. */
  generation(date: string, name: string): { productivity: readonly Item[]; availability: readonly Item[] } {
    const known = this.#generations.get(`${date} ${name}`);
    if (known === undefined) throw new Violation(`nobody published ${date} ${name}`);
    const policy = policyOn(known.force.policies, date);
    return itemsOf(known.generation, name, policy.smallUnit) as ReturnType<Checks['generation']>;
  }

  /** A receipt speaks of a stack of versions that the key really had, and says of it what the files say. */
  #receipt(item: Item): void {
    const receipt = readReceipt(item);
    const seen = receipt.seen.toReversed();
    const real = this.#objects.versions(BUCKETS.drops, receipt.key).slice(0, seen.length);
    if (real.map(({ versionId }) => versionId).join() !== seen.map(({ versionId }) => versionId).join())
      throw new Violation(`the receipt of ${receipt.key} names versions that the key never had`);
    const words = new Map(receipt.seen.map(({ sha, decided }) => [sha, decided ?? null]));
    const bodies = real.map(({ body }) => body);
    const stood = receipt.seen.find(({ dropId }) => dropId === receipt.accepted && dropId !== null)?.sha ?? null;
    const standing = this.#forces()
      .map((force) => standingOf(receipt.key, bodies, force, (sha) => words.get(sha) ?? null))
      .find((one) => (one?.sha ?? null) === stood);
    if (standing === undefined) throw new Violation(`the receipt of ${receipt.key} takes another version than its files say`);
    const states = this.#states.get(receipt.key) ?? new Map<number, Standing | null>();
    this.#states.set(receipt.key, states.set(receipt.stateRev, standing));
  }

  /** A published day is what the files say that it names, of states that each key really had, never going back. */
  #day(item: Item): void {
    const pointer = dayPointerSchema.parse(item);
    const { date, inputs, hash, generation: name } = pointer;
    const lines = gunzipSync(this.#objects.get(BUCKETS.facts, lineageKey(date, inputs)))
      .toString()
      .split('\n');
    const named = lines.flatMap((line) => {
      const found = /^(\S+)@(\d+)$/.exec(line);
      return found === null ? [] : [[String(found[1]), Number(found[2])] as const];
    });
    const earlier = this.#lineages.get(date);
    for (const [key, state] of named)
      if (state < (earlier?.get(key) ?? 0)) throw new Violation(`${date} went back to an older state of ${key}`);
    this.#lineages.set(date, new Map(named));
    const standing = named.flatMap(([key, state]) => {
      const stood = this.#states.get(key)?.get(state);
      if (stood === undefined) throw new Violation(`${date} names a state that ${key} never had`);
      return stood ?? [];
    });
    const held = new Set(lines.filter((line) => line.startsWith('held ')).map((line) => line.slice(5)));
    const isReleased = ({ drop }: Standing) => !held.has(drop.key);
    const expected = this.#forces().map((force) => ({ force, day: dayOf({ force, standing, isReleased }, date) }));
    const made = expected.find(({ day }) => (day?.hash ?? null) === hash);
    if (made === undefined) throw new Violation(`${date} is not what the files say that it names`);
    if (made.day !== null && name !== null)
      this.#generations.set(`${date} ${name}`, { generation: made.day.generation, force: made.force });
  }
}
