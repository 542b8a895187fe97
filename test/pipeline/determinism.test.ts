import { beforeAll, describe, expect, it } from 'vitest';
import { published, shuffled, shuffledRows, withWorld } from './world.ts';

describe('what is published is a function of the drops alone', () => {
  let reference: string[];
  beforeAll(async () => {
    reference = await published();
  });

  it('is something: days, people, units and the organisation', () => {
    expect(reference.length).toBeGreaterThan(1000);
    for (const part of ['["day"', '"pk":"P#', '"pk":"U#', '"pk":"O#current#DIR#', '["organisation"'])
      expect(reference.some((line) => line.includes(part))).toBe(true);
  });

  it('two runs give equal content', async () => {
    expect(await published()).toEqual(reference);
  });

  it('so does another order of the files', async () => {
    expect(await published({ files: (files) => shuffled(files, 11) })).toEqual(reference);
    expect(await published({ files: (files) => files.toReversed() })).toEqual(reference);
  });

  it('so does another order of the rows', async () => {
    expect(await published({ files: (files) => files.map((file, n) => shuffledRows(file, n + 1)) })).toEqual(reference);
  });

  it('so do events that arrive one to five times, in another time zone and locale', async () => {
    let n = 0;
    const deliveries = () => 1 + (n++ % 5);
    expect(
      await published({
        cloud: { deliveries, environment: { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
      }),
    ).toEqual(reference);
  });

  it('so do files dropped while days are scored, one after the other', async () => {
    const late = await withWorld({ files: (files) => files.slice(0, 30) }, async ({ cloud, stores }) => {
      const { demoFiles } = await import('../../demo/files.ts');
      const { WORLD } = await import('./world.ts');
      const { exportPublished } = await import('../../local/export.ts');
      for (const { key, body } of [...demoFiles(WORLD)].slice(30)) {
        await stores.drops.put(key, body);
        if (key.includes('duties')) await cloud.clock.settle();
      }
      await cloud.clock.settle();
      return exportPublished(stores);
    });
    expect(late).toEqual(reference);
  });

  it('scores each day once when everything is dropped at once', async () => {
    await withWorld({}, async ({ scored, summary }) => {
      expect(new Set(scored.values())).toEqual(new Set([1]));
      expect(summary).toMatchObject({ generations: scored.size, controlTotalsClose: true });
    });
  });
});
