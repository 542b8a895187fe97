import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Persona } from '../../demo/personas.ts';
import type { Tab } from './browser.ts';
import { type AsOptions, type Dashboard, PAGES, PATIENCE, personas, SHOTS } from './world.ts';

const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const STORED = 'JSON.stringify([Object.keys(localStorage), Object.values(sessionStorage), document.cookie])';
const everyKind = Object.keys(personas) as Persona[];

const fileOf = (name: string, path: string) => join(SHOTS, `${name}${path.replace(/[^a-z0-9]+/gi, '-')}.png`);

/** Each page as each kind of reader and in each way of reading. */
export function pages(dashboard: () => Dashboard) {
  const eachPage = async (
    persona: Persona,
    name: string,
    options: AsOptions,
    look: (tab: Tab, path: string) => Promise<void>,
  ) => {
    await dashboard().as(
      persona,
      async (tab) => {
        await tab.open('/');
        for (const path of PAGES) {
          await tab.go(path);
          await look(tab, path);
          if (name !== '') await tab.page.screenshot({ path: fileOf(name, path), fullPage: true });
        }
      },
      options,
    );
  };

  describe('every page', { timeout: PATIENCE }, () => {
    it.each([
      ['desk', {}],
      ['phone', { width: 320, height: 640 }],
      // 1280 by 1024 at four times the size.
      ['at 400 %', { width: 320, height: 256 }],
      ['tinted, dense, numbers first', { settings: { ground: 'tinted', density: 'dense', first: 'numbers', motion: 'none' } }],
    ] as const)('%s: breaks no rule of accessibility, does not scroll sideways, keeps no token', async (name, options) => {
      await eachPage('sergeant', name.split(/[ ,]/)[0] ?? '', options, async (tab, path) => {
        expect([path, await tab.violations()]).toEqual([path, []]);
        expect([path, await tab.page.evaluate(SIDEWAYS)]).toEqual([path, 0]);
        const settings = 'settings' in options ? '["settings"]' : '[]';
        expect(await tab.page.evaluate(STORED)).toBe(`[${settings},[],""]`);
      });
    });

    it.each(everyKind)('breaks no rule and no policy for the %s', async (persona) => {
      await eachPage(persona, '', {}, async (tab, path) => {
        expect([path, await tab.violations()]).toEqual([path, []]);
        // Who has left may see nothing at all.
        if (persona === 'leaver') expect(await tab.page.textContent('h1')).toBe('Productivity Dashboard');
      });
    });

    it('with forced colours: nothing vanishes, and charts keep their lines', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.page.emulateMedia({ forcedColors: 'active' });
        await tab.open('/units/FORCE');
        expect(await tab.violations()).toEqual([]);
        const colours = `(() => {
          const style = (name) => getComputedStyle(document.querySelector(name));
          return [style('.app-series').stroke === style('body').color, style('.app-series').stroke !== style('body').backgroundColor];
        })()`;
        expect(await tab.page.evaluate(colours)).toEqual([true, true]);
        await tab.page.screenshot({ path: fileOf('forced', '/units/FORCE'), fullPage: true });
      });
    });

    it('with less motion: nothing moves', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.page.emulateMedia({ reducedMotion: 'reduce' });
        await tab.open('/');
        for (const path of PAGES) {
          await tab.go(path);
          expect([path, await tab.page.evaluate('document.getAnimations().length')]).toEqual([path, 0]);
        }
      });
    });

    it('on paper: what is folded is printed, what is clicked is not, and what it says of itself stays', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/units/A01-RES-1');
        await tab.page.evaluate('dispatchEvent(new Event("beforeprint"))');
        await tab.page.emulateMedia({ media: 'print' });
        expect(await tab.page.locator('details:not([open])').count()).toBe(0);
        expect(await tab.page.locator('.app-navigation').isVisible()).toBe(false);
        expect(await tab.page.locator('.app-advisory').isVisible()).toBe(true);
        await tab.page.pdf({ path: join(SHOTS, 'unit.pdf'), format: 'A4' });
      });
    });

    it('what checks accessibility finds a page without a title and a field without a name', async () => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open('/people');
        await tab.page.evaluate('document.title = ""; document.querySelector("label").remove(); undefined');
        const found = (await tab.violations()).map((sentence) => sentence.split(':')[0]);
        expect(found).toEqual(expect.arrayContaining(['document-title', 'label']));
      });
    });
  });

  describe('an address that nobody could have followed', { timeout: PATIENCE }, () => {
    it.each([
      '/units/FORCE?to=x&from=9999-99-99',
      '/people/%E0%A4%A/availability',
      '/people/100008/availability?day=never&to=1',
      '/units/%00',
      '/data/constructor/x',
    ])('%s shows a page', async (path) => {
      await dashboard().as('sergeant', async (tab) => {
        await tab.open(path);
        expect((await tab.page.textContent('h1'))?.length).toBeGreaterThan(0);
        expect(await tab.page.textContent('main')).not.toContain('This page cannot be shown');
      });
    });
  });
}
