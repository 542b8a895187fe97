import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A tab whose sign-in, network and console a test looks at. */
export interface Tab {
  readonly page: Page;
  /** Errors of the page: scripts, policies of content, trusted types. */
  readonly faults: readonly string[];
  /** Path and status of each question to the API, with the text of its answer. */
  readonly asked: readonly { readonly path: string; readonly status: number; readonly text: Promise<string> }[];
  /** Opens a page of the dashboard as a persona, and waits until nothing loads. */
  open(path: string): Promise<void>;
  /** Another page of the same visit, as a link leads there. */
  go(path: string): Promise<void>;
  settled(): Promise<void>;
  /** Rules of accessibility that the page breaks, with the places. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openBrowser(dashboard: string) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  async function tab(
    persona: string,
    viewport = { width: 1280, height: 900 },
    settings?: Readonly<Record<string, string>>,
  ): Promise<Tab> {
    const context = await browser.newContext({ viewport });
    if (settings !== undefined)
      await context.addInitScript(`localStorage.setItem('settings', ${JSON.stringify(JSON.stringify(settings))})`);
    const page = await context.newPage();
    const faults: string[] = [];
    const asked: { path: string; status: number; text: Promise<string> }[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // A refusal is an answer; the browser tells it as an error of the network.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/v1/'))
        asked.push({ path: pathname, status: response.status(), text: response.text().catch(() => '') });
    });
    const settled = async () => {
      await page.waitForSelector('main h1');
      await page.waitForLoadState('networkidle');
      const loading = page.locator('.app-loading');
      while ((await loading.count()) > 0) await loading.first().waitFor({ state: 'detached' });
    };
    return {
      page,
      faults,
      asked,
      settled,
      async open(path) {
        await page.goto(new URL(path, dashboard).href);
        await page.getByRole('button', { name: `: ${persona} (` }).click();
        await settled();
      },
      async go(path) {
        await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new Event('moved'))`);
        await settled();
      },
      async violations() {
        // By the debugger: the page's own policy lets nothing in.
        const found = (await page.evaluate(`${AXE}; axe.run().then(({ violations }) => violations)`)) as {
          id: string;
          nodes: { target: string[]; failureSummary: string }[];
        }[];
        return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
      },
      close: () => context.close(),
    };
  }
  return { tab, stop: () => browser.close() };
}
