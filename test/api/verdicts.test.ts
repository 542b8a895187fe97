import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inParallel } from '../../functions/parallel.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { numberOf, PEOPLE, TOMORROW } from './force.ts';
import { coverOf, putGrant, roleOf } from './force-grants.ts';
import { type ForceWorld, openForce } from './force-world.ts';
import { outcomeOf, routeOf } from './verdict-outcome.ts';
import { type Asked, grantId, REQUESTS } from './verdict-requests.ts';
import { readVerdicts, type Verdict } from './verdict-table.ts';
import type { Reply } from './world.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'access-verdicts.md');
const markdown = readFileSync(FILE, 'utf8');
const { viewers, requests, verdicts, later } = readVerdicts(markdown);
const byResource = Map.groupBy(verdicts, ({ resource }) => resource);
const AT_ONCE = 8;

let world: ForceWorld;
const answers = new Map<string, Promise<Reply>>();
/** Bodies and headers of all refusals, those of the gateway that number a request left out. */
const refusals = new Set<string>();

/** The same question of the same viewer is asked once: a list answers about every subject. */
function answerTo(viewer: string, asked: Asked): Promise<Reply> {
  const key = `${viewer} ${JSON.stringify(asked)}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const { method, path, body } = asked;
  const answer = method === 'GET' ? world.ask(viewer, path) : world.send(viewer, method, path, body);
  answers.set(key, answer);
  return answer;
}

async function mismatch({ resource, viewer, subject, cell }: Verdict): Promise<string[]> {
  const person = numberOf(subject === 'self' ? viewer : subject);
  const request = REQUESTS[resource];
  if (request === undefined) throw new Error(`nothing is known of how to ask ${resource}`);
  const reply = await answerTo(viewer, request({ viewer, subject, person }));
  if (reply.status === 403) refusals.add(bytesOf(reply));
  const outcome = outcomeOf(resource, person, reply);
  return outcome === cell ? [] : [`${viewer} about ${subject}: ${outcome} instead of ${cell}`];
}

function bytesOf({ status, headers, text }: Reply): string {
  const kept = [...headers].filter(([name]) => name !== 'date' && name !== 'x-amzn-requestid').sort();
  return JSON.stringify([status, kept, text]);
}

/** For each viewer a cover that they named, and roles that wait to be approved or ended. */
async function putGrants(): Promise<void> {
  const hours = { from: `${TOMORROW}T06:00:00Z`, to: `${TOMORROW}T07:00:00Z` };
  for (const viewer of viewers.filter((name) => PEOPLE[name] !== undefined)) {
    for (const leader of ['self', 'officer'] as const) {
      const cover = coverOf('chief officer', leader === 'self' ? viewer : leader, hours);
      await putGrant(world.stores, { ...cover, id: grantId('withdraw', viewer, leader) });
      for (const verb of ['approve', 'end'] as const)
        await putGrant(world.stores, roleOf(leader === 'self' ? viewer : leader, 'analyst', grantId(verb, viewer, leader), null));
    }
  }
}

describe('who gets what (docs/access-verdicts.md)', () => {
  beforeAll(async () => {
    world = await openForce();
    await putGrants();
  });
  afterAll(() => world?.stop());

  it('has every route, by its method and path', () => {
    const told = [...byResource.keys()].map((resource) => [routeOf(resource), requests.get(resource)]);
    expect([...new Set(told.map(([id]) => id))].sort()).toEqual(ROUTES.map(({ id }) => id).sort());
    const real = new Map<string, string>(ROUTES.map(({ id, method, path }) => [id, `${method} ${path}`]));
    for (const [id, request] of told) expect(request).toBe(real.get(id ?? ''));
  });

  it('has 22 kinds of viewer and 1,300 verdicts at the least, and says which are still to come', () => {
    expect(viewers.length).toBeGreaterThanOrEqual(22);
    expect(verdicts.length).toBeGreaterThan(1300);
    expect(later.length).toBeGreaterThan(0);
  });

  it('cannot be read with a viewer unknown, told twice or left out', () => {
    const row = '| roles | auditor, administrator | 200 |';
    expect(markdown).toContain(row);
    const but = (other: string) => () => readVerdicts(markdown.replace(row, other));
    expect(but('| roles | auditor, auditors | 200 |')).toThrow('nobody is called auditors');
    expect(but('| roles | auditor, auditor | 200 |')).toThrow('stands there twice');
    expect(() => readVerdicts(markdown.replace('| roles | everybody else | 403 |\n', ''))).toThrow('no verdict for constable');
  });

  describe('holds', () => {
    it.each([...byResource])('%s', async (_, cells) => {
      expect((await inParallel(cells, AT_ONCE, mismatch)).flat()).toEqual([]);
    });
  });

  it('refuses in the same bytes, whoever asks whatever about whomever, known or not', () => {
    expect(refusals.size).toBe(1);
  });

  it('tells each subject in /v1/me who of them may see the own availability', async () => {
    const relations = ['first-line', 'chain', 'staff-direct'];
    for (const subject of ['officer', 'staff', 'seconded']) {
      const { json } = await world.ask(subject, '/v1/me');
      const told = (json.seenBy as { id: string; relation: string }[])
        // Whoever shares a directory id holds the post all the same; only nobody can ask as them.
        .filter(({ id }) => id !== numberOf('shared id'))
        .map(({ id, relation }) => `${id} ${relation}`);
      const seen = (byResource.get('personAvailability') ?? []).flatMap((verdict) => {
        const relation = verdict.cell.slice('200 '.length);
        return verdict.subject === subject && relations.includes(relation) ? [`${numberOf(verdict.viewer)} ${relation}`] : [];
      });
      expect(told.sort()).toEqual(seen.sort());
    }
  });
});
