import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const WRONG: readonly (readonly ['start' | 'demo' | 'ops', readonly string[], RegExp])[] = [
  ['start', ['--bad'], /--bad.*\nnpm start/],
  ['start', ['extra'], /extra is not expected\nnpm start/],
  ['start', ['--port', '80'], /^--port is 80: a whole number from 1024 to 65535$/m],
  ['start', ['--port', '4e3'], /^--port is 4e3/],
  ['start', ['--api-port', '65535'], /^--api-port is 65535: a whole number from 1024 to 65532$/m],
  ['start', ['--days', '0'], /^--days is 0/],
  ['demo', ['--people', 'many'], /^--people is many: a whole number from 20 to 20000$/m],
  ['demo', ['--end', '2026-02-30'], /^--end is 2026-02-30: a date such as/],
  ['demo', ['--end', '22/11/2026'], /^--end is 22\/11\/2026/],
  ['demo', ['--days'], /--days.*\nnpm run demo/],
  ['demo', ['60'], /60 is not expected/],
  ['ops', [], /^npm run -s ops/],
  ['ops', ['show'], /^npm run -s ops/],
  ['ops', ['show', 'day'], /^npm run -s ops/],
  ['ops', ['show', 'day', 'yesterday'], /^the day is yesterday: a date such as/],
  ['ops', ['show', 'person', '100010'], /^--date is missing/],
  ['ops', ['show', 'person', '100010', '--date', '2026-13-01'], /^--date is 2026-13-01/],
  ['ops', ['show', 'person', '100010', '100011', '--date', '2026-11-01'], /^npm run -s ops/],
  ['ops', ['show', 'rank', 'PC'], /^npm run -s ops/],
  ['ops', ['rejections'], /^npm run -s ops/],
  ['ops', ['warnings', 'connect'], /^npm run -s ops/],
  ['ops', ['delete', 'everything'], /^npm run -s ops/],
  ['ops', ['token'], /^npm run -s ops/],
  ['ops', ['token', 'sergeant', 'constable'], /^npm run -s ops/],
  ['ops', ['grant-role', '100195', 'king', '--by', 'jo', '--reason', 'x'], /^A role is one of auditor, /],
  ['ops', ['grant-role', '100195', 'hr', '--by', 'jo'], /^--reason is missing/],
  ['ops', ['redrive', 'everything'], /^npm run -s ops/],
  ['ops', ['redrive', 'drops', 'work'], /^npm run -s ops/],
];

describe('a wrong call says what is wrong, and ends with 2', () => {
  it.each(WRONG)('%s %j', async (name, args, said) => {
    const { code, out, err } = await run(name, args, home);
    expect(err).toMatch(said);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('before the first start', () => {
  it('ops says what to do', async () => {
    const { code, out, err } = await run('ops', ['show', 'day', '2026-11-20'], home);
    expect([code, out, err]).toEqual([1, '', 'There is nothing here yet: run `npm start` first.\n']);
    const token = await run('ops', ['token', 'sergeant'], home);
    expect([token.code, token.out, token.err]).toEqual([
      1,
      '',
      'A token comes from the sign-in: it needs a running `npm start`.\n',
    ]);
  });
});
