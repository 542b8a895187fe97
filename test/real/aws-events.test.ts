import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hintOf } from '../../functions/hint.ts';
import { describeReal, REAL_DATA } from './data.ts';

const FOLDER = REAL_DATA === null ? '' : join(REAL_DATA, 'aws-events');
const NAMES = REAL_DATA === null ? [] : readdirSync(FOLDER).sort();
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** What S3 says through EventBridge when an object came, went, or was expired by a rule. */
const OF_S3 = [
  'ptpy--s3EventBridgeNotificationObjectCreatedEvent.json',
  'ptpy--s3EventBridgeNotificationObjectDeletedEvent.json',
  'ptpy--s3EventBridgeNotificationObjectExpiredEvent.json',
];
/** Says of an object that it came back from the archive: nothing came or went, and no rule of ours asks for it. */
const RESTORED = 'ptpy--s3EventBridgeNotificationObjectRestoreCompletedEvent.json';
const OTHERS = NAMES.filter((name) => !OF_S3.includes(name) && name !== RESTORED);
const WRAPPED = ['ptpy--s3SqsEvent.json', 'ptpy--snsSqsEvent.json', 'ptpy--snsSqsFifoEvent.json', 'ptpy--sqsEvent.json'];
WRAPPED.push('ptpy--sqsDlqTriggerEvent.json', 'sam--sqs--Sqs.json');

const faultOf = (body: string): unknown => {
  try {
    return hintOf(body);
  } catch (cause) {
    return (cause as Error).name;
  }
};
type Json = Record<string, unknown>;
/** Every text that lies anywhere in an event: no hint may be made of one. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsOf);
}

describeReal('Recorded events of AWS', 69, () => {
  it('are 53: of each it is said below whether it is a hint', () => {
    expect(NAMES).toHaveLength(53);
    expect([...OTHERS, ...OF_S3, RESTORED].sort()).toEqual(NAMES);
  });

  it.each(OF_S3)('%s names the drop of its key', (name) => {
    expect(hintOf(read(name))).toEqual({ target: 'drop', key: 'IMG_m7fzo3.jpg' });
  });

  it.each([
    'fusion/people/people_20261122T090000Z.csv',
    'a+b',
    'Happy%20Face.jpg',
    'M%C3%BCnster +1.csv',
    'Münster.csv',
    '%',
    '../up',
  ])('an object %j is named as it is, never decoded', (key) => {
    for (const name of OF_S3) {
      const event = JSON.parse(read(name)) as { detail: { object: Json } };
      event.detail.object.key = key;
      expect(hintOf(JSON.stringify(event))).toEqual({ target: 'drop', key });
    }
  });

  // functions/hint.ts looks at the source and not at the detail-type; the rule of EventBridge keeps such events away.
  it('an object restored from the archive is no hint', () => {
    expect(() => hintOf(read(RESTORED))).toThrow();
  });

  it.each(OTHERS)('%s is no hint and says so', (name) => {
    expect(['ZodError', 'SyntaxError']).toContain(faultOf(read(name)));
  });

  it.each(WRAPPED)('%s: the messages within are no hints', (name) => {
    const { Records } = JSON.parse(read(name)) as { Records: { body: string }[] };
    expect(Records.length).toBeGreaterThan(0);
    for (const { body } of Records) expect(() => hintOf(body)).toThrow();
  });

  it('what S3 says without EventBridge, its keys URL-encoded, is refused and not misread', () => {
    const direct = OTHERS.filter((name) => /"eventSource": ?"aws:s3"/.test(read(name)));
    expect(direct).toHaveLength(7);
    for (const name of direct) {
      const body = read(name);
      expect(() => hintOf(body), name).toThrow();
      for (const record of (JSON.parse(body) as { Records: Json[] }).Records)
        expect(() => hintOf(JSON.stringify(record)), name).toThrow();
    }
  });

  it('none of the texts that lie in any event is a hint by itself', () => {
    for (const name of OTHERS) {
      let event: unknown;
      try {
        event = JSON.parse(read(name));
      } catch {
        continue;
      }
      for (const text of textsOf(event)) expect(() => hintOf(text), name).toThrow();
    }
  });
});
