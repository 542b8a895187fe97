import type { APIGatewayProxyResult } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { type AskInMemory, memoryApi } from '../../local/memory/api.ts';
import { type DropFile, type MemoryForce, memoryForce } from '../../local/memory/force.ts';
import { questionsAbout } from './questions.ts';
import { withRows } from './rows.ts';

const WORLD = { people: 60, days: 3, end: '2026-11-08', seed: 7 } as const;
const [ASKING, OTHER, LEADER] = ['dir-100008', 'dir-100046', 'dir-100006'];
const HALF_A_MINUTE = 30_000;

describe('an answer that may be kept', { timeout: 600_000 }, () => {
  const files = [...demoFiles(WORLD)];
  let memory: MemoryForce;
  let ask: AskInMemory;
  beforeAll(async () => {
    memory = memoryForce(atLocalTime('2026-11-09', '10:00'));
    await memory.publish(files);
    ask = memoryApi(memory);
  }, 600_000);

  const asking = (path: string, tag = '', username = ASKING) =>
    ask(username, tag === '' ? path : { path, headers: { 'if-none-match': tag } });
  const tagOf = ({ headers }: APIGatewayProxyResult) => String(headers?.etag ?? '');

  const questions = questionsAbout('100011', '100008', '100033');
  const ofFunction = (served: boolean) =>
    ROUTES.flatMap(({ id, method, servedBy }) =>
      method === 'GET' && (servedBy === 'productivity') === served ? [[id, questions[id]] as const] : [],
    );

  it.each(ofFunction(true))('%s: has a tag, and with it is not sent again', async (route, paths) => {
    let answered = 0;
    for (const path of paths) {
      const first = await asking(path);
      if (first.statusCode !== 200) continue;
      answered += 1;
      const tag = tagOf(first);
      expect(tag, path).toMatch(/^"[\w-]{43}"$/);
      expect(first.headers?.['cache-control']).toBe('private, no-cache');
      for (const sent of [tag, `"x", ${tag}`, `W/${tag}`]) {
        const again = await asking(path, sent);
        expect([again.statusCode, again.body, tagOf(again)], `${path} ${sent}`).toEqual([304, '', tag]);
      }
      expect((await asking(path, '"x"')).statusCode, path).toBe(200);
    }
    // Three days are too few for a chart.
    expect(answered > 0, route).toBe(route !== 'unitVariation');
  });

  it.each(ofFunction(false))('%s: what is closed has no tag and is not kept anywhere', async (_, paths) => {
    for (const path of paths) {
      for (const username of [ASKING, LEADER]) {
        const { statusCode, headers } = await asking(path, '*', username);
        expect(statusCode, path).not.toBe(304);
        expect([headers?.['cache-control'], tagOf({ headers } as APIGatewayProxyResult)], path).toEqual(['no-store', '']);
      }
    }
  });

  it('a refusal is not kept either', async () => {
    const { statusCode, headers } = await asking('/v1/people/999999');
    expect([statusCode, headers?.['cache-control'], headers?.etag]).toEqual([404, 'no-store', undefined]);
  });

  it('has another tag for another question, another form and another content', async () => {
    const path = '/v1/org-units/FORCE/productivity?from=2026-11-06&to=2026-11-08';
    const json = await asking(path);
    const csv = await ask(ASKING, { path, headers: { accept: 'text/csv' } });
    const shorter = await asking(path.replace('06', '07'));
    expect(new Set([json, csv, shorter].map(tagOf)).size).toBe(3);
    expect(tagOf(await asking(path, '', OTHER))).toBe(tagOf(json));
    const both = await ask(ASKING, { path, headers: { accept: 'text/csv', 'if-none-match': tagOf(json) } });
    expect(both.statusCode).toBe(200);
  });

  it('of a day changes with the day, half a minute after a file was corrected, and of no other day', async () => {
    const day = (date: string) => `/v1/org-units/FORCE/productivity?from=${date}&to=${date}`;
    const arrests = async () => JSON.parse((await asking(day('2026-11-07'))).body).counts.arrests.value[0] as number;
    const [before, tag] = [await arrests(), tagOf(await asking(day('2026-11-07')))];
    const otherTag = tagOf(await asking(day('2026-11-06')));
    expect(before).toBeGreaterThan(0);
    await memory.publish(withoutArrestsOf('2026-11-07', files));
    // A pointer is kept so long.
    expect((await asking(day('2026-11-07'), tag)).statusCode).toBe(304);
    memory.now += HALF_A_MINUTE;
    const changed = await asking(day('2026-11-07'), tag);
    expect([changed.statusCode, tagOf(changed) === tag]).toEqual([200, false]);
    expect(await arrests()).toBe(0);
    expect((await asking(day('2026-11-06'), otherTag)).statusCode).toBe(304);
  });
});

/** The files of arrests again, under their own names and without those of a day. */
function withoutArrestsOf(date: string, files: readonly DropFile[]): DropFile[] {
  const arrests = files.filter(({ key }) => key.startsWith('connect/arrests/'));
  return withRows(arrests, {
    arrests: (rows) => rows.filter(({ arrest_id = '' }) => !arrest_id.includes(date.replaceAll('-', ''))),
  });
}
