import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Command, run } from './run.ts';

const SMALL = ['--people', '60', '--days', '8', '--end', '2026-11-20', '--seed', '7'];
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('productivity-demo-'));

describe('npm run demo', () => {
  it('--json: one object on standard output, progress on standard error, nothing left behind', async () => {
    const before = folders();
    const { code, out, err } = await run('demo', [...SMALL, '--json']);
    expect(code).toBe(0);
    expect(err).toContain('checking the totals');
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual([
      'people',
      'days',
      'drops',
      'rows',
      'published',
      'generations',
      'officerDays',
      'availabilityDays',
      'unitDays',
      'controlTotalsClose',
      'seconds',
      'peakMemoryMb',
    ]);
    expect(result).toMatchObject({ people: 60, days: 8, controlTotalsClose: true });
    const { received, accepted, held, refused, duplicate } = result.drops;
    expect(received).toBe(accepted + held + refused + duplicate);
    const { inFile, quarantined, outOfScope } = result.rows;
    expect(inFile).toBe(result.rows.accepted + quarantined + outOfScope + result.rows.duplicate);
    expect(quarantined).toBeGreaterThan(0);
    // Nobody of so small a force may be on duty on one of the days.
    expect(result.published.final).toBeGreaterThanOrEqual(7);
    expect(folders()).toEqual(before);
  });

  it('says the same in words', async () => {
    const { code, out } = await run('demo', SMALL);
    expect(code).toBe(0);
    expect(out).toMatch(/^Demo force of 60 people over 8 days\n {2}Files {13}\d+ received, \d+ accepted/);
    expect(out).toContain('Control totals    close');
  });

  it('Ctrl+C in the middle leaves no folder', async () => {
    const before = folders();
    const demo = new Command('demo', SMALL);
    await new Promise<void>((resolve) => {
      demo.child.stderr?.on('data', () => {
        if (demo.err.includes('ingesting')) resolve();
      });
    });
    expect((await demo.interrupt()).code).toBe(130);
    expect(folders()).toEqual(before);
  });
});
