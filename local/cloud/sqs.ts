import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { NotEmulated, ServiceError } from './errors.ts';
import type { Access, Principal } from './iam.ts';
import { transcribe } from './transcript.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receipt: string;
  receives: number;
  visibleAt: number;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly redrive: { readonly arn: string; readonly most: number } | null;
  messages: Message[];
  /** Called when a message may have become visible. */
  onMessage: (() => void) | null;
}

/** The last move of what was set aside, as SQS tells of it. */
interface MoveTask {
  readonly Status: 'COMPLETED';
  readonly SourceArn: string;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly StartedTimestamp: number;
}

/** Standard queues in memory. A queue lost with the process is no loss: messages are hints, and the watch finds what they named. */
export interface Queues {
  byArn(arn: string): Queue;
  send(queue: Queue, body: string, delaySeconds?: number): Message;
  receive(queue: Queue, most: number): Message[];
  remove(queue: Queue, receipts: ReadonlySet<string>): void;
  release(queue: Queue, receipts: ReadonlySet<string>): void;
  /** Messages in all queues but those of the dead. */
  waiting(): number;
  answer(operation: string, input: Record<string, unknown>, principal: Principal): unknown;
}

export function makeQueues(queues: readonly Queue[], clock: Clock, access: Access): Queues {
  const byUrl = (url: unknown): Queue => {
    const found = queues.find((queue) => queue.name === String(url).split('/').at(-1));
    if (found === undefined)
      throw new ServiceError(400, 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
    return found;
  };
  const byArn = (arn: string): Queue => {
    const found = queues.find((queue) => queue.arn === arn);
    if (found === undefined) throw new NotEmulated(`the queue ${arn}`);
    return found;
  };

  function send(queue: Queue, body: string, delaySeconds = 0): Message {
    const visibleAt = clock.now() + delaySeconds * 1000;
    const message = { id: randomUUID(), body, sentAt: clock.now(), receipt: '', receives: 0, visibleAt };
    queue.messages.push(message);
    clock.at(visibleAt, 'work', () => queue.onMessage?.());
    return message;
  }

  function receive(queue: Queue, most: number): Message[] {
    const taken: Message[] = [];
    for (const message of [...queue.messages]) {
      if (taken.length === most) break;
      if (message.visibleAt > clock.now()) continue;
      if (queue.redrive !== null && message.receives >= queue.redrive.most) {
        queue.messages = queue.messages.filter((one) => one !== message);
        send(byArn(queue.redrive.arn), message.body);
        transcribe('set aside', message.body);
        continue;
      }
      message.receives += 1;
      message.receipt = randomUUID();
      message.visibleAt = clock.now() + queue.visibilitySeconds * 1000;
      taken.push(message);
    }
    return taken;
  }

  function release(queue: Queue, receipts: ReadonlySet<string>): void {
    // AWS would wait for the visibility timeout; a failed message here comes back after a second, again and then to its dead-letter queue.
    for (const message of queue.messages) {
      if (!receipts.has(message.receipt)) continue;
      message.visibleAt = clock.now() + 1000;
      clock.at(message.visibleAt, 'work', () => queue.onMessage?.());
    }
  }

  function remove(queue: Queue, receipts: ReadonlySet<string>): void {
    queue.messages = queue.messages.filter(({ receipt }) => !receipts.has(receipt));
  }

  const moveTasks = new Map<string, MoveTask>();

  /** Sends what was set aside back to where it came from, at once; AWS does it in the background. */
  function moveBack(dead: Queue): void {
    const [source, ...others] = queues.filter(({ redrive }) => redrive?.arn === dead.arn);
    if (source === undefined)
      throw new ServiceError(400, 'InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    if (others.length > 0) throw new NotEmulated('a dead-letter queue of more than one queue');
    const aside = dead.messages;
    dead.messages = [];
    for (const { body } of aside) send(source, body);
    moveTasks.set(dead.arn, {
      Status: 'COMPLETED',
      SourceArn: dead.arn,
      ApproximateNumberOfMessagesToMove: aside.length,
      ApproximateNumberOfMessagesMoved: aside.length,
      StartedTimestamp: clock.now(),
    });
  }

  function answerMove(operation: string, input: Record<string, unknown>, principal: Principal): unknown {
    const dead = byArn(String(input.SourceArn));
    access.check(principal, `sqs:${operation}`, dead.arn);
    only(input, ['SourceArn']);
    if (operation === 'ListMessageMoveTasks') return { Results: [moveTasks.get(dead.arn) ?? []].flat() };
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
      access.check(principal, `sqs:${action}`, dead.arn);
    for (const { arn, redrive } of queues) if (redrive?.arn === dead.arn) access.check(principal, 'sqs:SendMessage', arn);
    moveBack(dead);
    return { TaskHandle: randomUUID() };
  }

  function answer(operation: string, input: Record<string, unknown>, principal: Principal): unknown {
    if (operation === 'StartMessageMoveTask' || operation === 'ListMessageMoveTasks')
      return answerMove(operation, input, principal);
    const queue = byUrl(input.QueueUrl);
    const allow = (action: string) => access.check(principal, `sqs:${action}`, queue.arn);
    switch (operation) {
      case 'SendMessage': {
        allow('SendMessage');
        only(input, ['QueueUrl', 'MessageBody', 'DelaySeconds']);
        return sent(send(queue, String(input.MessageBody), Number(input.DelaySeconds ?? 0)));
      }
      case 'SendMessageBatch': {
        allow('SendMessage');
        only(input, ['QueueUrl', 'Entries']);
        const entries = input.Entries as { Id: string; MessageBody: string; DelaySeconds?: number }[];
        return {
          Successful: entries.map(({ Id, MessageBody, DelaySeconds }) => ({
            Id,
            ...sent(send(queue, MessageBody, DelaySeconds)),
          })),
          Failed: [],
        };
      }
      case 'ReceiveMessage': {
        allow('ReceiveMessage');
        only(input, ['QueueUrl', 'MaxNumberOfMessages', 'WaitTimeSeconds', 'VisibilityTimeout']);
        const taken = receive(queue, Number(input.MaxNumberOfMessages ?? 1));
        return {
          Messages: taken.map(({ id, receipt, body }) => ({
            MessageId: id,
            ReceiptHandle: receipt,
            Body: body,
            MD5OfBody: md5(body),
          })),
        };
      }
      case 'DeleteMessage': {
        allow('DeleteMessage');
        remove(queue, new Set([String(input.ReceiptHandle)]));
        return {};
      }
      case 'GetQueueAttributes': {
        allow('GetQueueAttributes');
        const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > clock.now());
        const delayed = hidden.filter(({ receives }) => receives === 0).length;
        const redrive = queue.redrive && { deadLetterTargetArn: queue.redrive.arn, maxReceiveCount: queue.redrive.most };
        return {
          Attributes: {
            ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
            ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed),
            ApproximateNumberOfMessagesDelayed: String(delayed),
            ...(redrive === null ? {} : { RedrivePolicy: JSON.stringify(redrive) }),
          },
        };
      }
      default:
        throw new NotEmulated(`the SQS operation ${operation}`);
    }
  }

  const dead = new Set(queues.map(({ redrive }) => redrive?.arn));
  const waiting = () => queues.reduce((sum, queue) => sum + (dead.has(queue.arn) ? 0 : queue.messages.length), 0);
  return { byArn, send, receive, remove, release, waiting, answer };
}

function sent({ id, body }: Message) {
  return { MessageId: id, MD5OfMessageBody: md5(body) };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function only(input: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new NotEmulated(`the SQS parameter ${unknown}`);
}
