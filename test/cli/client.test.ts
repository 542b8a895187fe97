import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoForce } from '../../demo/force.ts';
import { type Persona, personasOf } from '../../demo/personas.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { buildClient } from '../../scripts/client.ts';
import { freePorts } from './ports.ts';
import { Command, run } from './run.ts';

const PATIENCE = 600_000;

let home: string;
let running: Command;
let apiPort: number;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  const [port, api] = [await freePorts(1), await freePorts(4)];
  apiPort = api;
  running = new Command('start', ['--port', String(port), '--api-port', String(api), '--people', '150', '--days', '70'], home);
  await running.saying('Ctrl+C stops it.');
}, PATIENCE);
afterAll(async () => {
  await running?.interrupt();
  rmSync(home, { recursive: true, force: true });
});

const demo = demoForce({ people: 150, seed: 1 });
const personas = personasOf(demo);
const tokenOf = async (persona: Persona) => (await run('ops', ['token', persona], home)).out.trim();
const officersBelow = (unit: string) =>
  demo.people.filter(({ team, type }) => `${team}-`.startsWith(`${unit}-`) && type === 'OFFICER').length;

it(
  'a client generated from the description calls every route of a running start, and all of them answer',
  async () => {
    const viewer = personas.chiefInspector ?? '';
    const smallUnit =
      demo.people.map(({ team }) => team).find((team) => team.startsWith('A01-') && [1, 2, 3, 4].includes(officersBelow(team))) ??
      '';
    const names = [viewer, personas.studentNotPaired ?? '', personas.chiefOfficer ?? '', smallUnit];
    const tokens = [];
    for (const persona of ['chiefInspector', 'administrator', 'auditor'] as const) tokens.push(await tokenOf(persona));
    const args = [buildClient(), `http://127.0.0.1:${apiPort}`, ...names, ...tokens];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { typed, statuses } = JSON.parse(stdout) as { typed: object; statuses: Record<string, string> };
    expect(typed).toEqual({ advisory: true, people: expect.any(Number), deployable: expect.any(Array) });
    const created = ['nameCover', 'pair', 'giveRole'];
    expect(statuses).toEqual(Object.fromEntries(ROUTES.map(({ id }) => [id, created.includes(id) ? '201' : '200'])));
  },
  PATIENCE,
);
