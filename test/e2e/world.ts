import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { demoForce } from '../../demo/force.ts';
import { named, type Persona, personasOf } from '../../demo/personas.ts';
import { freePorts } from '../cli/ports.ts';
import { Command } from '../cli/run.ts';
import { openBrowser, type Tab } from './browser.ts';

export const PATIENCE = 900_000;
export const PEOPLE = 250;
export const DAYS = 62;
/** Every page is written here, for the eye. */
export const SHOTS = join(import.meta.dirname, '..', '..', '.local', 'screenshots');
export const personas = personasOf(demoForce({ people: PEOPLE, seed: 1 }));
export const constable = personas.constable ?? '';
export const ofConstable = `/people/${constable}`;

export const PAGES = [
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
  '/data/arrests',
  '/settings',
  '/nowhere',
] as const;

export interface AsOptions {
  readonly width?: number;
  readonly height?: number;
  /** As a reader has set them. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Dashboard {
  /** Where `npm start` keeps what it has. */
  readonly home: string;
  /** A tab of somebody signed in; no error of the page may be left when it closes. */
  as<T>(persona: Persona, use: (tab: Tab) => Promise<T>, options?: AsOptions): Promise<T>;
  stop(): Promise<void>;
}

/** `npm start` with a small force, and a browser. */
export async function startDashboard(): Promise<Dashboard> {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  mkdirSync(SHOTS, { recursive: true });
  const [port, api] = [await freePorts(1), await freePorts(4)];
  const options = { '--port': port, '--api-port': api, '--people': PEOPLE, '--days': DAYS };
  const running = new Command('start', Object.entries(options).flat().map(String), home);
  await running.saying('Ctrl+C stops it.');
  const browser = await openBrowser(`http://127.0.0.1:${api + 3}/`);
  return {
    home,
    async as(persona, use, { width = 1280, height = 900, settings } = {}) {
      const tab = await browser.tab(named(persona), { width, height }, settings);
      try {
        const done = await use(tab);
        expect(tab.faults).toEqual([]);
        return done;
      } finally {
        await tab.close();
      }
    },
    async stop() {
      await browser.stop();
      await running.interrupt();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
