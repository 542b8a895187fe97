import { setImmediate as settled } from 'node:timers/promises';
import { dayPointerSchema } from '../functions/day-pointer.ts';
import { windowKey } from '../functions/window-pointer.ts';
import { sha256 } from '../lib/ingest/hash.ts';
import { fixedWindowOf } from '../lib/productivity/fixed-window.ts';
import type { Force } from '../lib/sources/force.ts';
import { BUCKETS, Checks, TABLES, Violation } from './checks.ts';
import { datesOf, dayOf, organisationHash, type Standing, type State, standingOf, windowHash } from './oracle.ts';
import type { Profile } from './profiles.ts';
import { Random } from './random.ts';
import { readDay } from './reader.ts';
import { Objects } from './services/objects.ts';
import { Queues } from './services/queues.ts';
import { type Item, Tables } from './services/tables.ts';
import { Turns, type Worker } from './turns.ts';
import { NOBODY, type Witness } from './witness.ts';
import { type Cloud, type Product, QUEUES, runBatch, runWatch } from './workers.ts';
import { afterDeploy, type Move, movesOf, smallForce } from './world.ts';

/** Of what a seed brings, what is left out: the numbers of moves of the world and of faults. */
export interface Without {
  readonly moves: ReadonlySet<number>;
  readonly faults: ReadonlySet<number>;
}

export const WITHOUT_NOTHING: Without = { moves: new Set(), faults: new Set() };

export interface Outcome {
  readonly seed: number;
  /** How much happened; each has a number from 1. */
  readonly moves: number;
  readonly faults: number;
  readonly violation: string | null;
  readonly steps: number;
  readonly trace: readonly string[];
  /** Of the trace and of what was published: the same seed gives the same. */
  readonly fingerprint: string;
}

const BEGAN = Date.parse('2026-12-10T08:00:00Z');
const STEP_MS = 1000;
const VISIBILITY = 120;
const AT_ONCE = 2;
const LARGEST_BATCH = 3;
/** A reader may use a pointer for so long. */
const POINTER_CACHED = 60;
const MOST_RECEIVES = 6;
/** Far above what any seed needs: work that goes on for ever is a fault as well. */
const MOST_STEPS = 60_000;
const DAY_OF_STEPS = (25 * 3_600_000) / STEP_MS;

/** One seed: a world of files, the product, everything that can go wrong, and what must hold all the same. */
export class Run {
  readonly #product: Product;
  readonly #profile: Profile;
  readonly #seed: number;
  readonly #random: Random;
  readonly #turns: Turns;
  readonly #objects = new Objects();
  readonly #queues: Queues;
  readonly #witness: Witness;
  readonly #tables: Tables;
  readonly #checks: Checks;
  readonly #forces: Force[];
  readonly #moves: Move[];
  readonly #running = new Map<Worker, string>();
  #reader: Worker | null = null;
  readonly #count: number;
  #workers = 0;
  #skipped = 0;

  constructor(product: Product, force: Force, profile: Profile, seed: number, without = WITHOUT_NOTHING, witness = NOBODY) {
    this.#product = product;
    this.#profile = profile;
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#witness = witness;
    this.#queues = new Queues((body) => witness.setAside(body));
    this.#turns = new Turns(this.#random, profile.faults, without.faults);
    this.#forces = [smallForce(force)];
    this.#checks = new Checks(this.#objects, () => this.#forces);
    this.#tables = new Tables((table, item, before) => this.#checks.onPut(table, item, before));
    const moves = movesOf(this.#random, profile.deploys);
    this.#moves = moves.filter((_, at) => !without.moves.has(at + 1));
    this.#count = moves.length;
  }

  async run(): Promise<Outcome> {
    let violation: string | null = null;
    try {
      await this.#until(() => this.#moves.length === 0 && this.#isQuiet());
      this.#turns.faulty = false;
      await this.#heal();
      this.#compare();
    } catch (cause) {
      if (!(cause instanceof Violation)) throw cause;
      violation = cause.message;
    }
    for (const worker of this.#running.keys()) this.#turns.kill(worker);
    if (this.#reader !== null) this.#turns.kill(this.#reader);
    const { trace, step, faults } = this.#turns;
    const published = this.#pointers().map(({ date, hash }) => `${date} ${hash}`);
    const fingerprint = sha256([...trace, ...published].join('\n'));
    return { seed: this.#seed, moves: this.#count, faults, violation, steps: step, trace, fingerprint };
  }

  get #force(): Force {
    return this.#forces.at(-1) as Force;
  }

  get #cloud(): Cloud {
    return {
      objects: this.#objects,
      tables: this.#tables,
      queues: this.#queues,
      turns: this.#turns,
      witness: this.#witness,
      now: () => BEGAN + (this.#turns.step + this.#skipped) * STEP_MS,
    };
  }

  /** Turn after turn, until there is nothing left to do. */
  async #until(done: () => boolean): Promise<void> {
    for (;;) {
      await settled();
      if (this.#checks.violation !== null) throw this.#checks.violation;
      if (done()) return;
      if (this.#turns.step > MOST_STEPS) throw new Violation('the work never ends');
      this.#turns.step += 1;
      this.#turn();
    }
  }

  #turn(): void {
    for (const worker of this.#running.keys()) if (!worker.alive) this.#running.delete(worker);
    const choices: (readonly [weight: number, act: () => void])[] = [];
    if (this.#turns.ready()) choices.push([30, () => this.#turns.take()]);
    if (this.#moves.length > 0) choices.push([0.3, () => this.#move(this.#moves.shift() as Move)]);
    for (const queue of Object.values(QUEUES))
      if (this.#visible(queue).length > 0 && this.#busy(queue) < AT_ONCE) choices.push([3, () => this.#take(queue)]);
    if (this.#turns.faulty && this.#reader === null && this.#running.size > 0) choices.push([0.5, () => this.#read()]);
    const eventful = this.#moves.length > 0;
    if (eventful && this.#profile.watch && this.#busy('watch') === 0) choices.push([0.2, () => this.#watch(this.#task())]);
    if (eventful && this.#running.size === 0 && this.#reader === null) choices.push([0.2, () => this.#night()]);
    const total = choices.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.#random.next() * total;
    for (const [weight, act] of choices) {
      left -= weight;
      if (left >= 0) continue;
      act();
      return;
    }
    this.#turns.step = Math.max(this.#turns.step, this.#nextEvent());
  }

  /** Nobody can act: time passes until somebody can. */
  #nextEvent(): number {
    const messages = Object.values(QUEUES).flatMap((queue) => this.#queues.of(queue).map(({ visibleAt }) => visibleAt));
    const next = Math.min(this.#turns.thaw(), ...messages.filter((at) => at > this.#turns.step));
    return Number.isFinite(next) ? next : this.#turns.step + 1;
  }

  #isQuiet(): boolean {
    const isIdle = [...this.#running.keys()].every(({ alive }) => !alive);
    return isIdle && Object.values(QUEUES).every((queue) => this.#queues.of(queue).length === 0);
  }

  #busy(queue: string): number {
    return [...this.#running.values()].filter((one) => one === queue).length;
  }

  #visible(queue: string) {
    this.#queues.bury(queue, MOST_RECEIVES);
    return this.#queues.of(queue).filter(({ visibleAt }) => visibleAt <= this.#turns.step);
  }

  #worker(queue: string, spared = false): Worker {
    this.#workers += 1;
    const worker = { name: `${queue.split('/').at(-1)}${this.#workers}`, alive: true, frozenUntil: 0, spared };
    if (!spared) this.#running.set(worker, queue);
    return worker;
  }

  #take(queue: string): void {
    const count = 1 + this.#random.below(LARGEST_BATCH);
    const batch = this.#random.shuffled(this.#visible(queue)).slice(0, count);
    for (const message of batch) {
      message.visibleAt = this.#turns.step + VISIBILITY;
      message.receives += 1;
    }
    const worker = this.#worker(queue);
    this.#turns.note(`${worker.name} takes ${batch.map(({ body }) => body).join(' ')}`);
    runBatch(this.#product, this.#cloud, worker, this.#force, queue, batch).then(
      (back) => {
        if (!worker.alive) return;
        for (const message of batch) {
          if (back.has(message.id)) message.visibleAt = this.#turns.step;
          else this.#queues.delete(queue, message.id);
        }
        this.#running.delete(worker);
      },
      () => this.#running.delete(worker),
    );
  }

  #watch(task: 'drift' | 'nightly'): void {
    const worker = this.#worker('watch');
    this.#turns.note(`${worker.name} ${task}`);
    const over = () => this.#running.delete(worker);
    runWatch(this.#product, this.#cloud, worker, this.#force, task).then(over, over);
  }

  /** More than a day passes, for which nothing that runs may wait. */
  #night(): void {
    this.#turns.note('a day passes');
    this.#skipped += DAY_OF_STEPS;
  }

  #task(): 'drift' | 'nightly' {
    return this.#random.chance(0.5) ? 'drift' : 'nightly';
  }

  #read(): void {
    const pointers = this.#pointers();
    if (pointers.length === 0) return;
    const { date } = this.#random.pick(pointers);
    const reader = this.#worker('reader', true);
    this.#reader = reader;
    readDay(this.#turns, this.#tables, this.#checks, reader, date, this.#random.below(POINTER_CACHED)).then(
      () => {
        this.#reader = null;
      },
      (cause: unknown) => {
        if (reader.alive) this.#checks.violation ??= cause as Violation;
      },
    );
  }

  #move(move: Move): void {
    this.#turns.note(`world ${move.kind} ${'key' in move ? move.key : ''}`);
    if (move.kind === 'deploy') {
      this.#forces.push(afterDeploy(this.#force));
    } else if (move.kind === 'decide') {
      const pk = `DECISION#drop#${move.key}`;
      const made = { verb: move.verb, sha: sha256(move.body), by: 'somebody', reason: 'seen', at: '2026-12-09T12:00:00Z' };
      const number = this.#tables.partition(TABLES.trust, pk).length + 1;
      this.#tables.put(TABLES.trust, { pk, sk: String(number).padStart(6, '0'), rev: 1, ...made });
      this.#queues.send(QUEUES.drops, JSON.stringify({ target: 'drop', key: move.key }), this.#turns.step);
    } else {
      const created = move.kind === 'put';
      const { versionId } = created
        ? this.#objects.put(BUCKETS.drops, move.key, move.body)
        : this.#objects.remove(BUCKETS.drops, move.key);
      this.#event(move.key, created ? 'Object Created' : 'Object Deleted', versionId);
    }
  }

  /** S3 tells EventBridge, EventBridge the queue: late, twice, or never. */
  #event(key: string, type: string, versionId: string): void {
    if (this.#random.chance(this.#profile.lostEvents)) return;
    const body = JSON.stringify({ source: 'aws.s3', 'detail-type': type, detail: { object: { key, 'version-id': versionId } } });
    const times = this.#random.chance(this.#profile.doubledEvents) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.#queues.send(QUEUES.drops, body, this.#turns.step + this.#random.below(200));
  }

  /** The faults have stopped: what was set aside is sent again, and the safety net runs where there is one. */
  async #heal(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      for (const queue of Object.values(QUEUES)) this.#queues.redrive(queue);
      if (this.#profile.watch) {
        this.#watch('drift');
        await this.#until(() => this.#isQuiet());
        this.#watch('nightly');
      }
      await this.#until(() => this.#isQuiet());
    }
  }

  #pointers() {
    return this.#tables
      .partitions(TABLES.registry, 'DAY#')
      .flatMap((pk) => this.#tables.partition(TABLES.registry, pk))
      .map((item) => dayPointerSchema.parse(item));
  }

  /** The state of the bucket and the decisions as they stand now. */
  #state(): State {
    const force = this.#force;
    const word = (key: string, sha: string) => {
      const made = this.#tables.partition(TABLES.trust, `DECISION#drop#${key}`).findLast((item) => item.sha === sha);
      return (made?.verb as 'release' | 'refuse' | undefined) ?? null;
    };
    const standing = this.#objects.keys(BUCKETS.drops).flatMap((key) => {
      const bodies = this.#objects.versions(BUCKETS.drops, key).map(({ body }) => body);
      return standingOf(key, bodies, force, (sha) => word(key, sha)) ?? [];
    });
    return { force, standing, isReleased: ({ drop, sha }: Standing) => word(drop.key, sha) === 'release' };
  }

  /** What is published in the end is the function of the bucket, to the byte. */
  #compare(): void {
    const state = this.#state();
    const pointers = new Map(this.#pointers().map((pointer) => [pointer.date, pointer]));
    for (const date of new Set([...datesOf(state), ...pointers.keys()])) {
      const expected = dayOf(state, date)?.hash ?? null;
      const found = pointers.get(date);
      if ((found?.hash ?? null) !== expected) throw new Violation(`${date} is not published as the bucket has it`);
      if (found?.blocked !== undefined || found?.waiting !== undefined) throw new Violation(`${date} waits for somebody`);
    }
    for (const start of new Set([...pointers.keys()].map((date) => fixedWindowOf(date).start))) {
      const found = this.#tables.get(TABLES.registry, windowKey(start));
      if ((found?.hash ?? null) !== windowHash(state, start))
        throw new Violation(`the window of ${start} is not as its days are`);
    }
    const organisation = this.#tables.get(TABLES.organisation, { pk: 'ORG#current', sk: 'POINTER' } as Item);
    if ((organisation?.hash ?? null) !== organisationHash(state))
      throw new Violation('the organisation is not as the bucket has it');
  }
}
