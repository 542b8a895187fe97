import { gunzipSync, gzipSync } from 'node:zlib';
import { type DemoOptions, morningFiles } from '../../demo/files.ts';
import { hintsTo } from '../../functions/aws/hints.ts';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayTarget, methodOf } from '../../functions/day-target.ts';
import { addDecision, type Decision } from '../../functions/decisions.ts';
import { factCache } from '../../functions/fact-cache.ts';
import type { Hint } from '../../functions/hint.ts';
import { dayKey } from '../../functions/published-day.ts';
import { reconcile } from '../../functions/reconcile.ts';
import { readReceipt, receiptKey } from '../../functions/registry.ts';
import { revisionName } from '../../functions/revision.ts';
import { windowKey } from '../../functions/window-pointer.ts';
import { windowObjectKey } from '../../functions/window-target.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { addDays, daysBetween, formatInstant, type LocalDate } from '../../lib/dates.ts';
import { parseDropKey } from '../../lib/ingest/drop-key.ts';
import { sha256 } from '../../lib/ingest/hash.ts';
import { policyOn } from '../../lib/policy/in-force.ts';
import type { Force } from '../../lib/sources/force.ts';
import { type Cloud, type CloudOptions, type Fate, startCloud } from '../../local/cloud/cloud.ts';
import { DEMO_FORCE, localAssembly } from '../../local/demo-run.ts';
import { scan } from '../../local/scan.ts';
import { type Stores, storesOf } from '../../local/stores.ts';
import { allWindows, readGeneration } from '../../local/summary.ts';
import { embeddedTarget } from '../../local/targets.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import { Random } from '../../sim/random.ts';

export const force = readForceFolder(DEMO_FORCE);
/** As if the force had had another policy once. */
const olderForce: Force = {
  ...force,
  policies: force.policies.map((policy) => ({ ...policy, version: 'demo-0', minRanked: 40 })),
};

/** A deployment whose mornings come one after the other, with what people decide on them. */
export class History {
  readonly cloud: Cloud;
  readonly stores: Stores;
  /** Keys about which somebody decided: a decision names bytes. */
  readonly decided = new Set<string>();
  readonly #quiet: () => Promise<void>;

  private constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.stores = storesOf(cloud);
    this.#quiet = embeddedTarget(cloud).quiet;
  }

  static async begin(day: LocalDate, options: Partial<CloudOptions> = {}): Promise<History> {
    const startAt = atLocalTime(addDays(day, 1), '10:00');
    return new History(await startCloud({ assembly: await localAssembly(), data: null, startAt, ...options }));
  }

  /** The morning after a day, at ten. */
  async comeTo(day: LocalDate): Promise<void> {
    this.cloud.clock.advance(Math.max(0, atLocalTime(addDays(day, 1), '10:00') - this.cloud.clock.now()));
    await this.#quiet();
  }

  /** Drops them all together; null withdraws a file. */
  async drop(files: Iterable<readonly [key: string, body: string | Uint8Array | null]>): Promise<void> {
    const release = this.cloud.clock.busy();
    for (const [key, body] of files) {
      if (body === null) await this.stores.drops.remove(key);
      else await this.stores.drops.put(key, body);
    }
    release();
    await this.#quiet();
  }

  /** A word on the newest bytes of a file. */
  async decideFile(verb: 'release' | 'refuse', key: string): Promise<void> {
    const { feed, name } = parseDropKey(key);
    const sha = readReceipt((await this.stores.registry.get(receiptKey(feed.name, name))) ?? {}).seen[0]?.sha ?? '';
    this.decided.add(key);
    await this.decide({ drop: key }, { verb, sha, ...this.#signed() }, { target: 'drop', key });
  }

  async decidePair(date: LocalDate, student: string, partner: string | null): Promise<void> {
    await this.decide({ date }, { verb: 'pair', student, partner, ...this.#signed() }, { target: 'day', date });
  }

  /** What an older code published of a locked day, with an approval of its own. */
  async publishAsOlderCode(date: LocalDate): Promise<void> {
    const method = methodOf(olderForce, policyOn(olderForce.policies, date));
    await addDecision(this.stores.trust, { date }, { verb: 'approve', method, ...this.#signed() });
    const { cloud, stores } = this;
    const cache = factCache(stores.facts);
    const send = hintsTo(stores.clients.sqs, stores.queues.WorkQueueUrlOutput);
    const ports = { ...stores, force: olderForce, now: () => cloud.clock.now(), cache, send, onBlocked() {} };
    await reconcile(dayTarget(ports, date));
    await this.#quiet();
  }

  /** As if a day had not closed since: what was published last stands, though today's code would publish something else. */
  async publishAsBlocked(date: LocalDate): Promise<void> {
    await this.publishAsOlderCode(date);
    const pointer = await this.pointer(date);
    const method = methodOf(force, policyOn(force.policies, date));
    await this.stores.registry.put({ ...dayKey(date), ...pointer, method, rev: pointer.rev + 1, blocked: 'TOTALS_OPEN' });
  }

  async approveTodaysCode(date: LocalDate): Promise<void> {
    const method = methodOf(force, policyOn(force.policies, date));
    await this.decide({ date }, { verb: 'approve', method, ...this.#signed() }, { target: 'day', date });
  }

  /** As if a window had been made by a code that said something else. */
  async publishWindowAsOlderCode(): Promise<LocalDate> {
    const { facts, productivity, registry } = this.stores;
    const [window] = await allWindows(this.stores);
    if (window?.generation === null || window === undefined) throw new Error('no window is published');
    const { start, generation, rev } = window;
    const content = JSON.parse(gunzipSync(await facts.get(windowObjectKey(start, generation))).toString()) as object;
    const body = JSON.stringify({ ...content, methodVersion: '2025.9' });
    const name = revisionName(rev + 1, sha256(body));
    await facts.put(windowObjectKey(start, name), gzipSync(body));
    for await (const item of scan(this.stores, 'productivity')) {
      if (item.sk.includes(generation))
        await productivity.put({ ...item, sk: item.sk.replace(generation, name), methodVersion: '2025.9' });
    }
    const older = { ...window, rev: rev + 1, generation: name, hash: sha256(body), codeVersion: 1 };
    await registry.put({ ...windowKey(start), ...older });
    return start;
  }

  async pointer(date: LocalDate) {
    return dayPointerSchema.parse(await this.stores.registry.get(dayKey(date)));
  }

  async people(date: LocalDate) {
    const { generation } = await this.pointer(date);
    return (await readGeneration(this.stores, date, generation ?? '')).people.map(({ availability }) => availability);
  }

  async decide(subject: Parameters<typeof addDecision>[1], decision: Decision, hint: Hint): Promise<void> {
    const { trust, clients, queues } = this.stores;
    await addDecision(trust, subject, decision);
    await hintsTo(clients.sqs, queues[hint.target === 'drop' ? 'DropsQueueUrlOutput' : 'WorkQueueUrlOutput'])([hint]);
    await this.#quiet();
  }

  #signed() {
    return { by: 'duty inspector', reason: 'checked with the source system', at: formatInstant(this.cloud.clock.now()) };
  }
}

/** Functions are killed, calls throttled and answers lost, now and then; `happened` is told what. */
export function crashes(seed: number, happened: Set<Fate> = new Set()): NonNullable<CloudOptions['fault']> {
  const random = new Random(seed);
  return (_service, _operation, caller): Fate | undefined => {
    if (caller !== 'function' || !random.chance(0.001)) return undefined;
    // A killed function does its whole batch again: that takes time.
    const fate = random.pick<Fate>([
      'kill',
      'killAfter',
      'throttle',
      'throttle',
      'throttle',
      'lostAnswer',
      'lostAnswer',
      'lostAnswer',
    ]);
    happened.add(fate);
    return fate;
  };
}

/** What comes seldom: lists, and reports that hold the days before as well. The rest comes every morning. */
function isDue(key: string, day: number): boolean {
  const { shape, name } = parseDropKey(key).feed;
  if (shape === 'snapshot') return day % 8 === 0;
  return ['duties', 'incidents', 'attendances', 'statuses'].includes(name) || day % 2 === 0;
}

/** The extracts of a world from one morning to another; the last one is whole. */
export function* mornings(world: DemoOptions, from: LocalDate, to: LocalDate) {
  const first = addDays(world.end, 1 - world.days);
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const files = [...morningFiles(world, date)];
    const day = date === world.end ? 0 : daysBetween(first, date);
    for (const { key, body } of files) if (isDue(key, day)) yield [key, body] as const;
  }
}
