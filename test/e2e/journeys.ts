import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { demoFiles, newestWholeDay } from '../../demo/files.ts';
import { instantToLocal } from '../../lib/calendar.ts';
import type { Tab } from './browser.ts';
import { constable, DAYS, type Dashboard, ofConstable, PATIENCE, PEOPLE } from './world.ts';

/** What people come for, from the first click to the last. */
export function journeys(dashboard: () => Dashboard) {
  describe('a way through', { timeout: PATIENCE }, () => {
    it('from the force down to the records of one officer’s day', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/');
        const follow = async (name: string | RegExp) => {
          await tab.page
            .getByRole('link', { name, exact: typeof name === 'string' })
            .first()
            .click();
          await tab.settled();
        };
        await follow('Force');
        await follow('Area 1');
        await follow('Response, area 1');
        await follow('Response team 1, area 1');
        expect(await tab.page.getByRole('navigation', { name: 'Breadcrumb' }).textContent()).toContain('Response, area 1');
        // One of those whom the sergeant leads.
        await tab.page.locator('table', { hasText: 'in order of names' }).locator(`a[href='${ofConstable}']`).click();
        await tab.settled();
        await follow(/^Records behind the figures/);
        expect(await tab.page.textContent('h1')).toMatch(/^Records of \d+ /);
        expect(tab.asked.findLast(({ path }) => path.endsWith('/records'))?.status).toBe(200);
      });
    });

    it('a leader sees the morning by name, follows it to a person, a day and its explanation', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/');
        const table = tab.page.locator('table', { hasText: 'The people you lead' });
        const led = await table.locator('tbody tr').count();
        const answer = JSON.parse((await tab.asked.find(({ path }) => path === '/v1/me/span/availability')?.text) ?? '') as {
          list: object[];
        };
        expect(led).toBe(answer.list.length);
        await table.locator('a').first().click();
        await tab.page.waitForURL(/availability/);
        await tab.settled();
        await tab.page.locator('table a').nth(3).click();
        await tab.page.waitForSelector('text=came about');
        await tab.settled();
        expect(tab.page.url()).toMatch(/day=\d{4}-\d\d-\d\d/);
        expect(tab.asked.some(({ path, status }) => path.endsWith('/explanation') && status === 200)).toBe(true);
      });
    });

    it('an officer reads the own explanation and sees afterwards that the leader looked', async () => {
      await dashboard().as('sergeant', (tab) => tab.open(`${ofConstable}/availability`));
      await dashboard().as('constable', async (tab) => {
        await tab.open('/');
        await tab.page.getByRole('link', { name: 'My availability, 28 days' }).click();
        await tab.settled();
        await tab.page.locator('table a').nth(5).click();
        await tab.page.waitForSelector('text=came about');
        await tab.go('/viewed');
        expect(await tab.page.locator('tbody').textContent()).toContain('first-line leader');
      });
    });

    it('a choice on a page asks only what it changes: nobody is noted as looking twice', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open(`${ofConstable}/availability`);
        const looks = () => tab.asked.filter(({ path }) => path === `/v1${ofConstable}/availability`).length;
        expect(looks()).toBe(1);
        await tab.page.locator('table a').nth(3).click();
        await tab.page.waitForSelector('text=came about');
        await tab.settled();
        expect(looks()).toBe(1);
      });
    });

    it('shows nothing of somebody whom one may not see, and no answer brings it', async () => {
      await dashboard().as('detective', async (tab) => {
        await tab.open(`${ofConstable}/availability`);
        expect(await tab.page.textContent('main')).toContain('You may not see this availability');
        const own = tab.asked.filter(({ path }) => path.includes(`/people/${constable}/availability`));
        expect(own.map(({ status }) => status)).toEqual([403]);
        expect(JSON.parse((await own[0]?.text) ?? '')).toMatchObject({ code: 'FORBIDDEN' });
      });
    });

    it('by keyboard alone: over the navigation to a person, into a chart, point by point, and out', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/');
        const focused = () => tab.page.evaluate('document.activeElement.textContent.trim()') as Promise<string>;
        const until = async (text: string) => {
          for (let n = 0; n < 40; n += 1) {
            await tab.page.keyboard.press('Tab');
            if ((await focused()) === text) return;
          }
          throw new Error(`no way to ${text} by keyboard`);
        };
        await tab.page.keyboard.press('Tab');
        expect(await focused()).toBe('Skip to main content');
        await until('People');
        await tab.page.keyboard.press('Enter');
        await tab.settled();
        await tab.page.keyboard.press('Tab');
        await tab.page.keyboard.type(constable);
        await tab.page.keyboard.press('Enter');
        await tab.page.waitForSelector('tbody a');
        const name = (await tab.page.locator('tbody a').first().textContent()) ?? '';
        await until(name);
        await tab.page.keyboard.press('Enter');
        await tab.page.waitForURL(new RegExp(`${ofConstable}$`));
        await tab.settled();
        const chart = tab.page.getByRole('slider').first();
        await chart.focus();
        await tab.page.keyboard.press('ArrowLeft');
        const live = tab.page.locator('.app-chart__live').first();
        const last = await live.textContent();
        await tab.page.keyboard.press('ArrowLeft');
        expect(await live.textContent()).not.toBe(last);
        await tab.page.keyboard.press('Escape');
        expect(await live.textContent()).toBe('');
      });
    });

    it('settings change the page at once and are there at the next visit', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/settings');
        await tab.page.getByLabel('Tinted: less glare').check();
        await tab.page.getByLabel('Numbers first, in tables').check();
        expect(await tab.page.evaluate('document.documentElement.dataset.ground')).toBe('tinted');
        await tab.open('/units/A01-RES-1');
        expect(await tab.page.evaluate('document.documentElement.dataset.ground')).toBe('tinted');
        expect(await tab.page.locator('details[open]').count()).toBeGreaterThan(0);
      });
    });
  });

  describe('when something is wrong', { timeout: PATIENCE }, () => {
    it('names and texts that are markup stay text, in the address and in answers', async () => {
      const hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
      await dashboard().as('sergeant', async (tab) => {
        await tab.page.route('**/v1/**', async (route) => {
          const answer = await route.fetch();
          const text = (await answer.text()).replaceAll(/"name":"[^"]*"/g, `"name":${JSON.stringify(hostile)}`);
          await route.fulfill({ response: answer, body: text });
        });
        await tab.open(`/people?${new URLSearchParams({ q: hostile })}`);
        for (const path of ['/', ofConstable, '/units/FORCE', '/units/A01-RES-1', '/compare', '/viewed']) {
          await tab.go(path);
          expect(await tab.page.locator('#app img, #app script').count()).toBe(0);
          expect(await tab.page.evaluate('window.hit ?? null')).toBeNull();
        }
        expect(await tab.page.textContent('header')).toContain('<img src=x');
      });
    });

    it('a connection that is gone, a sign-in that has ended and an answer that fails are said in words', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/');
        await tab.page.context().setOffline(true);
        await tab.go('/how');
        expect(await tab.page.textContent('main')).toContain('check the connection');
        await tab.page.context().setOffline(false);
        await failing(tab, 401, { code: 'UNAUTHORIZED' });
        await tab.go('/data');
        expect(await tab.page.getByRole('button', { name: 'Sign in again' }).count()).toBeGreaterThan(0);
        await failing(tab, 503, { code: 'NOT_PUBLISHED', detail: 'Nothing is published yet.' });
        await tab.go('/how');
        expect(await tab.page.textContent('main')).toContain('Nothing is published yet.');
      });
    });
  });

  describe('a corrected file', { timeout: PATIENCE }, () => {
    it('changes the figure of its day, and its steward sees both versions', async () => {
      const end = newestWholeDay(Date.now());
      const files = [...demoFiles({ people: PEOPLE, days: DAYS, end, seed: 1 })].filter(({ key }) => key.includes('/arrests/'));
      const { key, body } = files.at(-1) ?? { key: '', body: '' };
      const [header = '', row = ''] = body.split('\n');
      const cell = (name: string) => row.split(',')[header.split(',').indexOf(name)] ?? '';
      const day = instantToLocal(Date.parse(cell('arrested_at')) - 7 * 3_600_000).slice(0, 10);
      const arrests = (tab: Tab) => async () => {
        await tab.go(`/units/FORCE?window=1&from=${day}&to=${day}`);
        await tab.settled();
        const found = tab.asked.findLast(({ path }) => path === '/v1/org-units/FORCE/productivity');
        return (
          (JSON.parse((await found?.text) ?? '') as { counts: { arrests: { value: number[] } } }).counts.arrests.value[0] ?? 0
        );
      };
      await dashboard().as('steward', async (tab) => {
        await tab.open('/');
        const before = await arrests(tab)();
        const folder = join(dashboard().home, 'inbox', 'connect', 'arrests');
        mkdirSync(folder, { recursive: true });
        writeFileSync(
          join(folder, key.slice(key.lastIndexOf('/') + 1)),
          `${body}${row.replace(cell('arrest_id'), 'CORRECTED-1')}\n`,
        );
        const deadline = Date.now() + 120_000;
        let after = before;
        while (after === before && Date.now() < deadline) {
          await passed(3000);
          await tab.go('/how');
          after = await arrests(tab)();
        }
        expect(after).toBe(before + 1);
        await tab.go('/data/arrests');
        await tab.page.locator('tbody a').first().click();
        await tab.settled();
        const versions = await tab.page
          .locator('table', { hasText: 'Versions, newest first' })
          .locator('tbody tr')
          .allTextContents();
        expect(versions).toHaveLength(2);
        expect(versions[0]).toContain('2, in force');
      });
    });
  });
}

async function failing(tab: Tab, status: number, problem: object): Promise<void> {
  await tab.page.unroute('**/v1/**');
  await tab.page.route('**/v1/**', (route) =>
    route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
}
