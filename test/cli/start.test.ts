import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from './ports.ts';
import { Command, run } from './run.ts';

const SMALL = ['--people', '60', '--days', '8'];
const READY = 'Ctrl+C stops it.';
const STOPPED = 'Stopped. What was loaded stays';

let home: string;
let port: number;
let apiPort: number;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  [port, apiPort] = [await freePorts(1), await freePorts(4)];
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function listen(on: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(on, '127.0.0.1', () => resolve(server));
  });
}

/** Processes below one, by the parent that each names. */
function childrenOf(pid: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

const started: Command[] = [];
afterEach(async () => {
  for (const command of started.splice(0)) {
    command.child.kill('SIGKILL');
    await command.ended;
  }
});
function start(...args: string[]): Command {
  const command = new Command('start', ['--port', String(port), '--api-port', String(apiPort), ...args], home);
  started.push(command);
  return command;
}
const ops = (...args: string[]) => run('ops', args, home);
const dayIn = (text: string) => /the last one (\d+ \w+ \d{4})/.exec(text)?.[1];

describe('npm start', () => {
  it('Ctrl+C while it loads leaves nothing behind, and the next start completes it', async () => {
    const first = start(...SMALL);
    await first.saying('reading and scoring');
    const children = childrenOf(first.child.pid);
    const { code, out } = await first.interrupt();
    expect([code, out.includes(STOPPED)]).toEqual([0, true]);
    const alive = () => children.filter((pid) => existsSync(`/proc/${pid}`));
    for (let tries = 0; tries < 50 && alive().length > 0; tries += 1) await wait(100);
    expect(alive()).toEqual([]);
    expect(existsSync(join(home, 'running.json'))).toBe(false);

    const second = start();
    await second.saying(READY);
    expect(second.out).toContain('looking at every day again');
    expect(second.out).toMatch(/ready: 60 people, \d+ final days/);
    await second.interrupt();
  });

  it('a later start loads nothing again, whatever the size asked for', async () => {
    const again = start('--people', '400');
    await again.saying(READY);
    expect(again.out).not.toContain('extracts dropped');
    expect(again.out).not.toContain('looking at every day');
    expect(again.out).toContain('ready: 60 people');

    // Every line that it offers to try does what it says.
    const calls = [...again.out.matchAll(/curl -s '(\S+)' -H 'Authorization: (Bearer \S+)'/g)];
    const shown = await Promise.all(calls.map(([, url = '', authorization = '']) => fetch(url, { headers: { authorization } })));
    expect(shown.map(({ status }) => status)).toEqual([200, 200]);
    expect(await shown[0]?.json()).toMatchObject({ relation: 'self', person: { id: '100008' } });
    expect(await shown[1]?.json()).toMatchObject({ label: expect.stringMatching(/^the \d+ people you lead$/) });
    expect(again.out).toMatch(/^ {2}chiefInspector {4}100004 {2}\S+, \S+, CI /m);
    const token = await ops('token', 'chiefInspector');
    expect([token.code, token.err, token.out]).toEqual([0, '', expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/)]);
    const me = await fetch(`http://127.0.0.1:${apiPort}/v1/me`, { headers: { authorization: `Bearer ${token.out.trim()}` } });
    expect(await me.json()).toMatchObject({ person: { id: '100004' }, roles: [] });
    await again.interrupt();
  });

  it('a file copied into the inbox shows its receipt, its rejected rows and the days it changed', async () => {
    const running = start();
    await running.saying(READY);
    const second = await run('start', ['--port', String(port + 1)], home);
    expect([second.code, second.err]).toEqual([
      1,
      expect.stringMatching(/^It is already running at http:\/\/127\.0\.0\.1:\d+ \(process \d+\)\.\n$/),
    ]);

    const last = new Date(`${dayIn(running.out)} 12:00 UTC`).toISOString();
    const header = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
    const rows = [
      `INBOX-1,100010,ARRESTING,${last},,,${last},`,
      `INBOX-2,100010,WATCHING,${last},,,${last},`,
      `INBOX-3,100010,ARRESTING,yesterday,,,${last},`,
    ];
    writeFileSync(join(home, 'inbox', 'connect', 'arrests', 'mine.csv'), `${[header, ...rows].join('\n')}\n`);
    await running.saying('Days changed:');
    expect(running.out).toMatch(/Taken: mine\.csv, as connect\/arrests\/arrests_\d{8}T\d{6}Z\.csv \(the time of pick-up\)/);
    expect(running.out).toContain('3 in the file = 1 accepted + 2 rejected');
    expect(running.out).toMatch(/line 3, role: UNKNOWN_CODE, this code is not known \("WATCHING"\); allowed: ARRESTING ASSIST/);
    expect(running.out).toMatch(/line 4, arrested_at: .*\("yesterday"\)/);
    // A duty day that begins in this moment changes as well.
    expect(running.out).toMatch(new RegExp(`^Days changed: (.*, )?${last.slice(0, 10)} \\(final\\)`, 'm'));

    const key = /as (connect\/arrests\/\S+)/.exec(running.out)?.[1] ?? '';
    const date = last.slice(0, 10);
    expect((await ops('rejections', key)).out).toContain('line 3, role');
    const person = await ops('show', 'person', '100010', '--date', date, '--json');
    expect(JSON.parse(person.out).productivity.arrests.sources).toEqual([expect.stringContaining('INBOX-1 100010')]);
    expect(await ops('redrive')).toMatchObject({ code: 0, out: expect.stringMatching(/^drops: 0 .*\nwork: 0 .*\n$/) });
    expect((await running.interrupt()).code).toBe(0);
    expect(await ops('redrive', 'work')).toMatchObject({ code: 1, err: expect.stringContaining('needs a running `npm start`') });
  });

  it('ops reads what is stored when nothing runs, and says what is not there', async () => {
    const date = JSON.parse(readFileSync(join(home, 'demo.json'), 'utf8')).start as string;
    const next = new Date(Date.parse(date) + 3 * 86_400_000).toISOString().slice(0, 10);
    const day = await ops('show', 'day', next);
    expect([day.code, day.err]).toEqual([0, '']);
    expect(day.out).toMatch(/final \(method 2026\.1, policy demo-1\)/);
    const unit = await ops('show', 'unit', 'FORCE', '--date', next, '--json');
    expect(JSON.parse(unit.out)).toMatchObject({ code: 'FORCE', date: next });
    const warnings = await ops('warnings');
    expect([warnings.code, warnings.err]).toEqual([0, '']);
    expect(warnings.out).toMatch(/^No warnings: of 1\d feeds the newest extract looks as usual\.$|^ {2}warning \w+: /m);
    const nobody = await ops('show', 'person', '999', '--date', next);
    expect([nobody.code, nobody.out, nobody.err]).toEqual([1, '', expect.stringMatching(/^Nobody with this number is employed/)]);
    const never = await ops('show', 'day', '1999-01-01');
    expect([never.code, never.err]).toEqual([1, 'Nothing is published for 1 January 1999.\n']);
    const wrong = await ops('show', 'drop', 'connect/arrests/mine.csv');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toBe(
      'the name of the file is not that of a drop: <system>/<feed>/<feed>_<YYYYMMDDTHHMMSSZ>[_<part>].csv[.gz]\n',
    );
    const unknown = await ops('rejections', 'connect/arrests/arrests_20200101T000000Z.csv');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringMatching(/^No receipt for/)]);
  });

  it('a busy port says which, and what to do', async () => {
    const other = await listen(port);
    const { code, err } = await start().ended;
    other.close();
    expect([code, err]).toEqual([1, `Port ${port} is taken by another program: npm start -- --port ${port + 1}\n`]);
    const beside = await listen(apiPort + 1);
    const again = await start().ended;
    beside.close();
    expect(again.err).toBe(`Port ${apiPort + 1} is taken by another program: npm start -- --api-port ${apiPort + 101}\n`);
    expect(existsSync(join(home, 'running.json'))).toBe(false);
  });
});
