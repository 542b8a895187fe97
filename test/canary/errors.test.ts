import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../../demo/canaries.ts';
import { dropTarget, type IngestPorts } from '../../functions/drop-target.ts';
import { watchHandler } from '../../functions/handlers/watch.ts';
import { queueHandler } from '../../functions/middleware/queue.ts';
import type { WatchPorts } from '../../functions/watching.ts';
import { witnessOf } from '../../sim/witness.ts';
import { force } from '../lib/world.ts';
import { searchLines } from './search.ts';

const context = { getRemainingTimeInMillis: () => 900_000 } as Context;

/** As a parser words it: the first bytes of what it could not read, line breaks and all. */
function quoting(): never {
  return JSON.parse(`${CANARY.surname}\n${CANARY.employeeNo}`) as never;
}

function listening() {
  const said: string[] = [];
  return { said, observer: witnessOf((_, text) => said.push(text)).observer };
}

describe('an error of another library, whose text may quote a value of several lines', () => {
  it('is told by the queue by its name and its place', async () => {
    const { said, observer } = listening();
    const handler = queueHandler(observer.logger, 1, () => Promise.resolve(quoting()));
    const event = { Records: [{ messageId: '1', body: '{"target":"organisation"}' }] } as SQSEvent;
    const { batchItemFailures } = await handler(event, context);
    expect(batchItemFailures).toHaveLength(1);
    expect(said.join()).toMatch(/"code":"SyntaxError","stack":" {4}at .*errors\.test\.ts:\d+/);
    expect(searchLines(Buffer.from(said.join('\n')))).toEqual([]);
  });

  it('is told so by the watch, and what Lambda is thrown does not repeat it', async () => {
    const { said, observer } = listening();
    const ports = { drops: { versions: () => Promise.resolve().then(quoting) } } as unknown as WatchPorts;
    const thrown = await watchHandler(ports, observer)({ task: 'drift' }, context).catch((cause: unknown) => cause);
    expect(thrown).toMatchObject({ code: 'ROUND_FAILED', message: 'the drift round failed; the log says where' });
    const all = JSON.stringify(thrown, Object.getOwnPropertyNames(thrown)) + said.join('\n');
    expect(all).toMatch(/"code":"SyntaxError"/);
    expect(searchLines(Buffer.from(all))).toEqual([]);
  });
});

it('a file whose name has a number in it is told by feed and time', () => {
  const key = `fusion/people/people_20261120T090000Z_${CANARY.employeeNo}.csv`;
  const { name } = dropTarget({ force } as unknown as IngestPorts, key);
  expect(name).toBe('an extract of people of 2026-11-20T09:00:00Z');
});
