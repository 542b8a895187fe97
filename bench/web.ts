import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { Usage } from '../local/cli/arguments.ts';
import { buildWeb } from '../scripts/web.ts';
import { lines, median } from './report.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where `npm start` serves the pages from. */
const SERVED = join(ROOT, '.local', 'web');
const FILES = ['app.js', 'app.css'] as const;
const PORTS = { cloud: 4150, api: 4250 } as const;
const PAIRS = 5;
const SLOWER = 4;
const BYTES_A_SECOND = 1_500_000 / 8;
const LATENCY_MS = 40;

type Say = (text: string) => void;

/**
 * From the address to the first table of figures, at a fourth of the speed and 1.5 Mbit/s, without the sign-in. `before`: a
 * folder with the files of an earlier build, measured in turns with this one.
 */
export async function benchWeb(say: Say, { before }: { readonly before: string | null }): Promise<boolean> {
  if (before !== null && !FILES.every((name) => existsSync(join(before, name))))
    throw new Usage(`${before} has no ${FILES.join(' and ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'bench-web-'));
  const now = join(folder, 'now');
  const sizes = await buildWeb(now);
  const running = await start(join(folder, 'home'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const seconds: Record<string, number[]> = { now: [], before: [] };
    for (let n = 0; n < PAIRS; n += 1) {
      for (const [name, from] of [
        ['now', now],
        ['before', before],
      ] as const) {
        if (from === null) continue;
        for (const file of FILES) copyFileSync(join(from, file), join(SERVED, file));
        const context = await browser.newContext();
        seconds[name]?.push(await tableVisible(await context.newPage()));
        await context.close();
      }
    }
    const [own, other] = [median(seconds.now ?? []), median(seconds.before ?? [])];
    say(
      lines({
        'script, KB packed': Math.round(sizes.script / 1024),
        'style, KB packed': Math.round(sizes.style / 1024),
        'seconds to the table': own,
        ...(before === null ? {} : { 'seconds to it before': other, 'now to before': own / other }),
      }),
    );
    return sizes.script <= 60 * 1024 && sizes.style <= 15 * 1024;
  } finally {
    await browser.close();
    running.kill('SIGINT');
    await new Promise((resolve) => running.once('close', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(home: string): Promise<ChildProcess> {
  const args = ['--port', PORTS.cloud, '--api-port', PORTS.api, '--people', 60, '--days', 35].map(String);
  const child = spawn(process.execPath, [join(ROOT, 'local', 'cli', 'start.ts'), ...args], {
    env: { ...process.env, DASHBOARD_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      told += String(text);
      if (told.includes('Ctrl+C stops it.')) resolve();
    });
    child.once('close', () => reject(new Error(`npm start ended: ${told}`)));
  });
  return child;
}

/** Seconds. The clock starts when somebody has chosen whom to be, as the pages are fetched anew then. */
async function tableVisible(page: Page): Promise<number> {
  await page.goto(`http://127.0.0.1:${PORTS.api + 3}/units/A01-RES-1`);
  await page.getByRole('button', { name: ': sergeant (' }).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: LATENCY_MS, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND },
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const began = performance.now();
  await page.getByRole('button', { name: ': sergeant (' }).click();
  await page.locator('table', { hasText: 'in order of names' }).waitFor();
  return (performance.now() - began) / 1000;
}
