import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoForce } from '../../demo/force.ts';
import { named, type Persona, personasOf } from '../../demo/personas.ts';
import { freePorts } from '../cli/ports.ts';
import { Command } from '../cli/run.ts';
import { openBrowser, type Tab } from './browser.ts';

const PATIENCE = 900_000;
const PEOPLE = 250;
/** Every page is written here, for the eye. */
const SHOTS = join(import.meta.dirname, '..', '..', '.local', 'screenshots');
const personas = personasOf(demoForce({ people: PEOPLE, seed: 1 }));

let home: string;
let running: Command;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
  mkdirSync(SHOTS, { recursive: true });
  const [port, api] = [await freePorts(1), await freePorts(4)];
  running = new Command(
    'start',
    ['--port', String(port), '--api-port', String(api), '--people', String(PEOPLE), '--days', '62'],
    home,
  );
  await running.saying('Ctrl+C stops it.');
  browser = await openBrowser(`http://127.0.0.1:${api + 3}/`);
}, PATIENCE);
afterAll(async () => {
  await browser?.stop();
  await running?.interrupt();
  rmSync(home, { recursive: true, force: true });
});

async function as<T>(persona: Persona, use: (tab: Tab) => Promise<T>, viewport?: { width: number; height: number }): Promise<T> {
  const tab = await browser.tab(named(persona), viewport);
  try {
    const done = await use(tab);
    expect(tab.faults).toEqual([]);
    return done;
  } finally {
    await tab.close();
  }
}

const constable = personas.constable ?? '';
const ofConstable = `/people/${constable}`;
const PAGES = [
  '/',
  '/people?q=an',
  ofConstable,
  `${ofConstable}/availability`,
  `${ofConstable}/records`,
  '/units/FORCE',
  '/units/A01-RES-1',
  '/compare',
  '/compare?metric=stopSearches',
  '/how',
  '/viewed',
  '/data',
] as const;

describe('the dashboard', { timeout: PATIENCE }, () => {
  it.each(PAGES)('%s breaks no rule of accessibility and no policy, on a desk and on a phone', async (path) => {
    for (const [name, viewport] of [
      ['desk', { width: 1280, height: 900 }],
      ['phone', { width: 320, height: 640 }],
    ] as const) {
      await as(
        'sergeant',
        async (tab) => {
          await tab.open(path);
          expect(await tab.violations()).toEqual([]);
          const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
          expect(await tab.page.evaluate(sideways)).toBe(0);
          const stored = 'JSON.stringify([Object.values(localStorage), Object.values(sessionStorage), document.cookie])';
          expect(await tab.page.evaluate(stored)).toBe('[[],[],""]');
          await tab.page.screenshot({ path: join(SHOTS, `${name}${path.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
        },
        viewport,
      );
    }
  });

  it('what checks accessibility finds a page without a title and a field without a name', async () => {
    await as('sergeant', async (tab) => {
      await tab.open('/people');
      await tab.page.evaluate('document.title = ""; document.querySelector("label").remove(); undefined');
      const found = (await tab.violations()).map((sentence) => sentence.split(':')[0]);
      expect(found).toEqual(expect.arrayContaining(['document-title', 'label']));
    });
  });

  it.each(Object.keys(personas) as Persona[])('opens for the %s', async (persona) => {
    await as(persona, async (tab) => {
      await tab.open('/');
      const heading = await tab.page.textContent('h1');
      // Who has left may see nothing at all.
      expect(heading).toMatch(persona === 'leaver' ? 'Productivity Dashboard' : 'Home: ');
    });
  });

  it('a leader sees the morning by name, follows it to a person, a day and its explanation', async () => {
    await as('sergeant', async (tab) => {
      await tab.open('/');
      const led = await tab.page.locator('table', { hasText: 'The people you lead' }).locator('tbody tr').count();
      const answer = JSON.parse((await tab.asked.find(({ path }) => path === '/v1/me/span/availability')?.text) ?? '') as {
        list: object[];
      };
      expect(led).toBe(answer.list.length);
      await tab.page.locator('table a').first().click();
      await tab.page.waitForURL(/availability/);
      await tab.settled();
      await tab.page.locator('table a').nth(3).click();
      await tab.page.waitForSelector('text=came about');
      await tab.settled();
      expect(tab.page.url()).toMatch(/day=\d{4}-\d\d-\d\d/);
      expect(tab.asked.some(({ path, status }) => path.endsWith('/explanation') && status === 200)).toBe(true);
    });
  });

  it('shows nothing of somebody whom one may not see, and no answer brings it', async () => {
    await as('detective', async (tab) => {
      await tab.open(`${ofConstable}/availability`);
      expect(await tab.page.textContent('main')).toContain('You may not see this availability');
      const own = tab.asked.filter(({ path }) => path.includes(`/people/${constable}/availability`));
      expect(own.map(({ status }) => status)).toEqual([403]);
      expect(JSON.parse((await own[0]?.text) ?? '')).toMatchObject({ code: 'FORBIDDEN' });
    });
  });

  it('every number of a unit’s table is the one that the API gave', async () => {
    await as('chiefOfficer', async (tab) => {
      await tab.open('/units/A01?window=28');
      const found = tab.asked.findLast(({ path }) => path === '/v1/org-units/A01/productivity');
      const { counts, dates } = JSON.parse((await found?.text) ?? '') as {
        dates: string[];
        counts: Record<string, { value: (number | null)[] }>;
      };
      await tab.page.locator('summary', { hasText: 'All figures as a table' }).click();
      const rows = tab.page.locator('details[open] tbody tr');
      expect(await rows.count()).toBe(dates.length);
      const heads = await tab.page.locator('details[open] thead th').allTextContents();
      const column = heads.indexOf('Incidents attended');
      const shown: string[] = [];
      for (const row of await rows.all()) shown.push((await row.locator('th,td').nth(column).textContent()) ?? '');
      const wanted = (counts.incidentsAttended?.value ?? []).toReversed();
      expect(shown.map((text) => Number(text.replaceAll(',', '')))).toEqual(wanted);
    });
  });

  it('by keyboard alone: past the navigation, into a chart, point by point, and out', async () => {
    await as('sergeant', async (tab) => {
      await tab.open('/units/FORCE');
      await tab.page.keyboard.press('Tab');
      expect(await tab.page.evaluate('document.activeElement.textContent')).toContain('Skip to main content');
      const chart = tab.page.getByRole('slider').first();
      await chart.focus();
      await tab.page.keyboard.press('ArrowRight');
      const live = tab.page.locator('.app-chart__live').first();
      const first = await live.textContent();
      await tab.page.keyboard.press('ArrowRight');
      expect(await live.textContent()).not.toBe(first);
      await tab.page.keyboard.press('Escape');
      expect(await live.textContent()).toBe('');
    });
  });

  it('a name that is markup stays text', async () => {
    await as('sergeant', async (tab) => {
      await tab.open(`/people?${new URLSearchParams({ q: '<img src=x onerror=alert(1)>' })}`);
      expect(await tab.page.locator('main img').count()).toBe(0);
      expect(await tab.page.textContent('caption')).toContain('<img src=x');
    });
  });
});
