import { describe, expect, it } from 'vitest';
import type { Persona } from '../../demo/personas.ts';
import type { Tab } from './browser.ts';
import { type Dashboard, ofConstable, PATIENCE } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: the answer of any route
type Json = any;

async function answerOf(tab: Tab, path: string): Promise<Json> {
  const found = tab.asked.findLast((one) => one.path === path);
  return JSON.parse((await found?.text) ?? 'null');
}

/** A table by its caption: its heads, and its rows as text. */
async function tableOf(tab: Tab, caption: string): Promise<{ heads: string[]; rows: string[][] }> {
  await tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
  const table = tab.page.locator('table', { hasText: caption }).first();
  const heads = await table.locator('thead th').allTextContents();
  const rows: string[][] = [];
  for (const row of await table.locator('tbody tr').all()) rows.push(await row.locator('th,td').allTextContents());
  return { heads, rows };
}

/** Figures as people read them, back as numbers; words stay words. */
function numberIn(text: string): number | string {
  const plain = text
    .replace(/, provisional$/, '')
    .replaceAll(',', '')
    .replace(/ ?%$/, '');
  const time = /^(\d+) min(?: (\d+) s)?$/.exec(plain);
  if (time !== null) return Number(time[1]) * 60 + Number(time[2] ?? 0);
  const minutes = /^(?:(\d+) hours? ?)?(?:(\d+) minutes?)?$/.exec(plain);
  if (minutes !== null && plain !== '') return Number(minutes[1] ?? 0) * 60 + Number(minutes[2] ?? 0);
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : text;
}

const HEADS: Readonly<Record<string, string>> = {
  'Incidents attended': 'incidentsAttended',
  Arrests: 'arrests',
  'Stop and search': 'stopSearches',
  'Use of force': 'useOfForce',
  'Intelligence reports': 'intelligenceReports',
  Outcomes: 'outcomes',
  'Positive outcomes': 'positiveOutcomes',
};

/** What a page says is what the API says. */
export function figures(dashboard: () => Dashboard) {
  describe('every number', { timeout: PATIENCE }, () => {
    it.each(['1', '28'])('of a unit’s table is the one of the API, over %s days', async (window) => {
      await dashboard().as('chiefOfficer', async (tab) => {
        await tab.open(`/units/A01?window=${window}`);
        const answer = await answerOf(tab, '/v1/org-units/A01/productivity');
        const { heads, rows } = await tableOf(tab, 'The figures of the charts');
        expect(rows).toHaveLength(answer.dates.length);
        for (const [head, metric] of Object.entries(HEADS)) {
          const shown = rows.map((row) => numberIn(row[heads.indexOf(head)] ?? ''));
          expect([head, shown]).toEqual([head, answer.counts[metric].value.toReversed()]);
        }
        const medians = rows.map((row) => numberIn(row[heads.indexOf('Response time')] ?? ''));
        const wanted = answer.responseTime.median.toReversed() as (number | null)[];
        expect(medians.filter((value) => typeof value === 'number')).toEqual(
          wanted.filter((value) => value !== null).map((value) => Math.round(value)),
        );
        const visible = rows.map((row) => numberIn(row[heads.indexOf('Visibility')] ?? ''));
        expect(visible).toEqual(answer.visibility.minutes.toReversed().map((value: number) => Math.round(value)));
      });
    });

    it('that a chart reads out is the one of its table', async () => {
      await dashboard().as('chiefOfficer', async (tab) => {
        await tab.open('/units/A01?window=7');
        const { heads, rows } = await tableOf(tab, 'The figures of the charts');
        for (const [n, head] of heads.slice(1).entries()) {
          const chart = tab.page.getByRole('slider').nth(n);
          await chart.focus();
          await tab.page.keyboard.press('Home');
          const said: string[] = [];
          for (let at = 0; at < rows.length; at += 1) {
            said.push((await chart.getAttribute('aria-valuetext')) ?? '');
            await tab.page.keyboard.press('ArrowRight');
          }
          expect([head, said]).toEqual([head, rows.toReversed().map((row) => `${row[0]}: ${row[n + 1]}`)]);
        }
      });
    });

    it('of demand and posts', async () => {
      await dashboard().as('chiefOfficer', async (tab) => {
        await tab.open('/units/A01');
        const demand = await answerOf(tab, '/v1/org-units/A01/demand');
        const logs = await tableOf(tab, 'Logs opened by the public by grade');
        for (const [grade, values] of Object.entries(demand.byGrade as Record<string, number[]>))
          expect([grade, logs.rows.map((row) => numberIn(row[logs.heads.indexOf(grade)] ?? ''))]).toEqual([
            grade,
            values.toReversed(),
          ]);
        const posts = await answerOf(tab, '/v1/org-units/A01/establishment');
        const shown = new Map(
          (await tableOf(tab, 'full-time equivalents')).rows.map(([name, value]) => [name, numberIn(value ?? '')]),
        );
        expect(shown.get('Established posts')).toBe(Number(posts.established.toFixed(2)));
        expect(shown.get('Strength')).toBe(Number(posts.strength.toFixed(2)));
        expect(shown.get('Vacancy')).toBe(Number((100 * posts.vacancyRate).toFixed(1)));
      });
    });

    it('of a comparison, in the table and in the chart', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/compare?metric=arrests');
        const { rows } = await answerOf(tab, '/v1/productivity/comparison');
        const table = await tableOf(tab, 'The same figures');
        const byName = new Map((rows as Json[]).map((row) => [row.name, row]));
        expect(table.rows).toHaveLength(rows.length);
        for (const [name = '', count = '', expected = ''] of table.rows)
          expect([name, numberIn(count), numberIn(expected)]).toEqual([
            ...[name, byName.get(name).count, Number(byName.get(name).expected.toFixed(1))],
          ]);
        expect(table.rows.map(([name]) => name)).toEqual([...byName.keys()].toSorted((a, b) => a.localeCompare(b, 'en-GB')));
        expect(await tab.page.locator('.app-chart .app-point').count()).toBe(rows.length);
      });
    });

    it('of the shares of positive outcomes', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/compare?metric=positiveOutcomes');
        const { rows } = await answerOf(tab, '/v1/productivity/comparison');
        const table = await tableOf(tab, 'How many of all outcomes');
        const at = ['Outcomes', 'Positive', 'Expected for its offences'].map((head) => table.heads.indexOf(head));
        const byName = new Map((rows as Json[]).map((row) => [row.name, row.positiveShare]));
        const told = (share: number | null) => (share === null ? 'None recorded' : Number((100 * share).toFixed(1)));
        expect(byName.size).toBeGreaterThan(1);
        for (const row of table.rows) {
          const { n, share, expected } = byName.get(row[0] ?? '');
          expect(at.map((column) => numberIn(row[column] ?? ''))).toEqual([n, told(share), told(expected)]);
        }
      });
    });

    it.each(['constable', 'sergeant'] as Persona[])('of an availability, as the %s sees it', async (persona) => {
      await dashboard().as(persona, async (tab) => {
        await tab.open(`${ofConstable}/availability`);
        const { days } = await answerOf(tab, `/v1${ofConstable}/availability`);
        const { heads, rows } = await tableOf(tab, 'Day by day');
        const shown = rows.map((row) => numberIn(row[heads.indexOf('Availability')] ?? ''));
        const wanted = (days as Json[])
          .toReversed()
          .map(({ score }) => (score === null ? 'None recorded' : Number((100 * score.closeness).toFixed(1))));
        expect(shown).toEqual(wanted);
      });
    });

    it('of an explanation: effects and figure add up to a hundred', async () => {
      await dashboard().as('constable', async (tab) => {
        await tab.open(`${ofConstable}/availability`);
        const { days } = await answerOf(tab, `/v1${ofConstable}/availability`);
        const day = (days as Json[]).findLast(({ score }) => score !== null && score.closeness < 1).date as string;
        await tab.go(`${ofConstable}/availability?day=${day}`);
        const { explanation, day: found } = await answerOf(tab, `/v1${ofConstable}/availability/${day}/explanation`);
        const effects = await tableOf(tab, 'Effect on the figure');
        const lines = explanation.lines as { title: string; effect: number; ifAtBest: number }[];
        expect(effects.rows.map(([title, effect, best]) => [title, numberIn(effect ?? ''), numberIn(best ?? '')])).toEqual(
          lines.map(({ title, effect, ifAtBest }) => [title, round(-100 * effect), round(100 * ifAtBest)]),
        );
        const lost = lines.reduce((sum, { effect }) => sum + effect, 0);
        expect(lost + explanation.closeness).toBeCloseTo(1, 9);
        const criteria = await tableOf(tab, 'What goes into the figure');
        expect(criteria.rows.map(([, value]) => numberIn(value ?? ''))).toEqual(
          (found.criteria as { value: number }[]).map(({ value }) => Number(value.toFixed(2))),
        );
      });
    });
  });
}

const round = (value: number) => Number(value.toFixed(1)) + 0;
