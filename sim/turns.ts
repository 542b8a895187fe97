import type { Fault, Profile } from './profiles.ts';
import type { Random } from './random.ts';
import type { Command, Service } from './services/service.ts';

/** One running function. What a dead one calls fails at once and reaches no service, so that its handler ends. */
export interface Worker {
  readonly name: string;
  alive: boolean;
  frozenUntil: number;
  /** Of a reader nothing is broken: what it sees is the question. */
  readonly spared: boolean;
}

interface Call {
  readonly worker: Worker;
  readonly service: Service;
  readonly command: Command;
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const LONGEST_FREEZE = 170;
const SHORTEST_FREEZE = 20;

/** Every call of every worker waits here for its turn; the seed says whose it is and what befalls it. */
export class Turns {
  readonly trace: string[] = [];
  step = 0;
  #calls: Call[] = [];
  readonly #random: Random;
  readonly #faults: Profile['faults'];
  readonly #spared: ReadonlySet<number>;
  /** False once the faults have stopped. */
  faulty = true;
  /** How many there were. */
  faults = 0;

  /** `spared` are the numbers of faults that do not happen after all. */
  constructor(random: Random, faults: Profile['faults'], spared: ReadonlySet<number>) {
    this.#random = random;
    this.#faults = faults;
    this.#spared = spared;
  }

  /** An SDK client of one worker. */
  client(worker: Worker, service: Service): { send(command: Command): Promise<unknown> } {
    return {
      send: (command) =>
        new Promise((resolve, reject) => {
          if (worker.alive) this.#calls.push({ worker, service, command, resolve, reject });
          else reject(new Error('dead'));
        }),
    };
  }

  note(line: string): void {
    this.trace.push(`${this.step} ${line}`);
  }

  ready(): boolean {
    return this.#calls.some(({ worker }) => worker.frozenUntil <= this.step);
  }

  /** When the first frozen worker goes on; infinite when none waits. */
  thaw(): number {
    return this.#calls.reduce((first, { worker }) => Math.min(first, worker.frozenUntil), Number.POSITIVE_INFINITY);
  }

  /** Gives one waiting call its turn. */
  take(): void {
    const call = this.#random.pick(this.#calls.filter(({ worker }) => worker.frozenUntil <= this.step));
    const fault = this.faulty && !call.worker.spared ? this.#fault() : null;
    this.note(`${call.worker.name} ${describe(call.command)}${fault === null ? '' : ` ! ${fault}`}`);
    if (fault === 'freeze') {
      call.worker.frozenUntil = this.step + SHORTEST_FREEZE + this.#random.below(LONGEST_FREEZE - SHORTEST_FREEZE + 1);
      return;
    }
    this.#calls = this.#calls.filter((one) => one !== call);
    this.#answer(call, fault);
  }

  kill(worker: Worker): void {
    worker.alive = false;
    const [own, others] = [true, false].map((is) => this.#calls.filter((call) => (call.worker === worker) === is));
    this.#calls = others ?? [];
    for (const { reject } of own ?? []) reject(new Error('dead'));
  }

  #fault(): Fault | null {
    let left = this.#random.next();
    for (const [fault, share] of Object.entries(this.#faults) as [Fault, number][]) {
      left -= share;
      if (left >= 0) continue;
      this.faults += 1;
      return this.#spared.has(this.faults) ? null : fault;
    }
    return null;
  }

  #answer({ worker, service, command, resolve, reject }: Call, fault: Fault | null): void {
    if (fault === 'throttle') {
      reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    } else if (fault === 'crashBefore') {
      this.kill(worker);
      reject(new Error('dead'));
    } else {
      const result = attempt(() => (fault === 'partial' ? inPart(service, command, this.#random) : service.apply(command)));
      // The SDK asks again when an answer is lost: the second answer is the one that counts.
      const told = fault === 'twice' ? attempt(() => service.apply(command)) : result;
      if (fault === 'crashAfter') this.kill(worker);
      if (!worker.alive) reject(new Error('dead'));
      else if (fault === 'timeoutAfter') reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
      else if ('value' in told) resolve(told.value);
      else reject(told.cause);
    }
  }
}

function attempt(run: () => unknown): { value: unknown } | { cause: Error } {
  try {
    return { value: run() };
  } catch (cause) {
    return { cause: cause as Error };
  }
}

/** Batches are answered in part: what had no room comes back. */
function inPart(service: Service, command: Command, random: Random): unknown {
  const { name } = command.constructor;
  if (name !== 'BatchWriteCommand' && name !== 'BatchGetCommand') return service.apply(command);
  const { RequestItems } = command.input as { RequestItems: Record<string, unknown> };
  const [[table, asked] = ['', []]] = Object.entries(RequestItems);
  const keys = Array.isArray(asked) ? asked : (asked as { Keys: unknown[] }).Keys;
  const room = random.below(keys.length + 1);
  const part = (some: unknown[]) => (Array.isArray(asked) ? some : { ...(asked as object), Keys: some });
  const taken =
    room === 0 ? {} : service.apply({ constructor: { name }, input: { RequestItems: { [table]: part(keys.slice(0, room)) } } });
  const left = room === keys.length ? {} : { [table]: part(keys.slice(room)) };
  return { ...(taken as object), [name === 'BatchWriteCommand' ? 'UnprocessedItems' : 'UnprocessedKeys']: left };
}

function describe({ constructor: { name }, input }: Command): string {
  const { Key, Prefix, TableName, Item, ExpressionAttributeValues, QueueUrl } = input as Record<string, unknown>;
  const key = (Key ?? Item) as { pk?: string; sk?: string } | string | undefined;
  const where =
    typeof key === 'object'
      ? `${key.pk}/${key.sk}`
      : (key ?? Prefix ?? (ExpressionAttributeValues as Record<string, unknown>)?.[':pk'] ?? QueueUrl ?? '');
  return `${name.replace('Command', '')} ${TableName ?? ''} ${String(where)}`.trimEnd();
}
