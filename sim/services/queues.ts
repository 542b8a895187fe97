import { type Command, type Service, unknownTo } from './service.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  /** Step from which it can be received. */
  visibleAt: number;
  receives: number;
}

/** SQS: at least once, in no order, back after its visibility timeout, aside after too many receives. */
export class Queues implements Service {
  readonly #queues = new Map<string, Message[]>();
  readonly dead = new Map<string, Message[]>();
  readonly #onAside: (body: string) => void;
  #count = 0;

  constructor(onAside: (body: string) => void) {
    this.#onAside = onAside;
  }

  apply(command: Command): unknown {
    if (command.constructor.name !== 'SendMessageBatchCommand') throw unknownTo('SQS', command);
    const { QueueUrl, Entries } = command.input as { QueueUrl: string; Entries: { MessageBody: string }[] };
    for (const { MessageBody } of Entries) this.send(QueueUrl, MessageBody, 0);
    return {};
  }

  send(queue: string, body: string, visibleAt: number): void {
    this.#count += 1;
    this.of(queue).push({ id: `m${this.#count}`, body, visibleAt, receives: 0 });
  }

  of(queue: string): Message[] {
    const known = this.#queues.get(queue) ?? [];
    this.#queues.set(queue, known);
    return known;
  }

  delete(queue: string, id: string): void {
    this.#queues.set(
      queue,
      this.of(queue).filter((message) => message.id !== id),
    );
  }

  /** What was received too often goes aside, as on AWS. */
  bury(queue: string, most: number): void {
    const tooOften = this.of(queue).filter(({ receives }) => receives >= most);
    for (const { id, body } of tooOften) {
      this.delete(queue, id);
      this.#onAside(body);
    }
    this.dead.set(queue, [...(this.dead.get(queue) ?? []), ...tooOften]);
  }

  redrive(queue: string): void {
    for (const { body } of this.dead.get(queue) ?? []) this.send(queue, body, 0);
    this.dead.set(queue, []);
  }
}
