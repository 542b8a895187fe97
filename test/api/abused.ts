import { expect } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { makeForce } from '../../demo/force.ts';
import { personasOf } from '../../demo/personas.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import { memoryForce } from '../../local/memory/force.ts';
import { openLoaded } from './loaded.ts';
import { type RawReply, rawRequest } from './raw-request.ts';
import { withRows } from './rows.ts';
import type { Reply } from './world.ts';

const WORLD = { people: 60, days: 4, end: '2026-11-08', seed: 7 } as const;
const PERSONAS = personasOf(makeForce(WORLD.people, WORLD.seed, '2026-01-05')) as Readonly<Record<string, string>>;
export const { constable = '', sergeant = '', tutor = '' } = PERSONAS;
export const ADMINISTRATOR = '100051';
/** The constable's name is one that a spreadsheet would run. */
export const FORMULA = '=cmd|calc';
/** Stands in everything that is sent in bad faith: it must come back nowhere and be written nowhere. */
export const MARK = 'zq7x';

export const days = (from: string, to: string) => `from=${from}&to=${to}`;
export const WEEK = days('2026-11-02', '2026-11-08');
export const OWN = `/v1/people/${constable}/availability`;

export type Abused = Awaited<ReturnType<typeof openAbused>>;

/** A small force behind the gateway, as people who mean ill meet it. */
export async function openAbused() {
  const memory = memoryForce(atLocalTime(addDays(WORLD.end, 1), '10:00'));
  await memory.publish(
    withRows([...demoFiles(WORLD)], {
      people: (rows) => rows.map((row) => (row.employee_no === constable ? { ...row, surname: FORMULA } : row)),
    }),
  );
  const role = { kind: 'role', id: 'r', person: ADMINISTRATOR, role: 'administrator', from: '2026-01-01', to: null };
  const given = { givenBy: '100001', givenAt: '2026-11-01T08:00:00Z', approvedBy: '100002', reason: 'A test.', endedAt: null };
  await memory.tables.trust.put({ pk: `GRANTS#${ADMINISTRATOR}`, sk: 'ROLE#r', rev: 1, ...role, ...given });
  const api = await openLoaded(memory);
  const ask = (person: string, path: string, init: RequestInit = {}) => api.ask(`dir-${person}`, path, init);
  return {
    api,
    ask,
    post(person: string, path: string, body: unknown, headers: Record<string, string> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return ask(person, path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
    },
    /** As the constable, to the letter. */
    async raw(path: string, init: Parameters<typeof rawRequest>[2] = {}) {
      const headers = { authorization: `Bearer ${await api.token(`dir-${constable}`)}`, ...init.headers };
      return rawRequest(api.cloud.apiEndpoint, path, { ...init, headers });
    },
    /** Nothing that was sent stands in any log, and no function failed. */
    leftNothing(): void {
      const output = api.output();
      expect(output).toContain('"refused"');
      expect(output).not.toContain(MARK);
      expect(output).not.toContain('=cmd');
      expect(output.split('\n').filter((line) => /"level":"ERROR"|"status":"5\d\d"/.test(line))).toEqual([]);
    },
    stop: () => api.stop(),
  };
}

/** Refused as RFC 9457 has it, with this status, without a word of what was sent. */
export function refused({ status, headers, text }: Reply | RawReply, wanted: number | readonly number[], code?: string): void {
  expect([wanted].flat(), text).toContain(status);
  const type = headers instanceof Headers ? headers.get('content-type') : headers['content-type'];
  expect(type).toBe('application/problem+json');
  expect(text).not.toContain(MARK);
  const problem = JSON.parse(text);
  expect(Object.keys(problem).filter((key) => !MEMBERS.includes(key))).toEqual([]);
  expect(problem.status).toBe(status);
  if (code !== undefined) expect(problem.code).toBe(code);
}

const MEMBERS = ['type', 'title', 'status', 'code', 'detail', 'errors'];
