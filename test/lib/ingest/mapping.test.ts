import { describe, expect, it } from 'vitest';
import { formatDropKey, parseDropKey } from '../../../lib/ingest/drop-key.ts';
import { partition } from '../../../lib/ingest/partition.ts';
import { mappingSchema } from '../../../lib/sources/mapping.ts';

import { AT, arrest, file, read } from './files.ts';

describe('a mapping', () => {
  const mapping = mappingSchema.parse({
    system: 'connect',
    feed: 'arrests',
    delimiter: ';',
    columns: {
      arrest_id: { from: 'Ref' },
      officer_no: { from: 'Collar' },
      role: { from: 'Rolle' },
      arrested_at: { from: 'When' },
      custody_no: { constant: '' },
      offence_group: { constant: 'None' },
      updated_at: { extractTime: true },
      deleted_at: { constant: '' },
    },
    ignored: ['Notes'],
    instantFormats: ['DD/MM/YYYY HH:mm'],
    codes: { role: { A: 'ARRESTING', Z: 'ASSIST', P: 'PLANNED' } },
    padded: { officer_no: 6 },
    outOfScope: { role: ['PLANNED'] },
  });
  const lines = (...rows: string[]) => ['Ref;Notes;Collar;Rolle;When', ...rows].join('\n');

  it('renames, pads, maps codes, reads formats, fills constants and the extract time', () => {
    const { accepted } = read(lines('R1;secret;77;A;19/11/2026 12:30'), { mapping });
    expect(accepted[0]?.fact.r).toEqual({
      arrest_id: 'R1',
      officer_no: '000077',
      role: 'ARRESTING',
      arrested_at: '2026-11-19T12:30:00Z',
      custody_no: null,
      offence_group: 'None',
      updated_at: '2026-11-20T09:00:00Z',
      deleted_at: null,
    });
    expect(JSON.stringify(accepted)).not.toContain('secret');
  });

  it('leaves out of scope what says so itself, and quarantines codes that it does not know', () => {
    const { counts } = read(lines('R1;;77;P;19/11/2026 12:30', 'R2;;77;Q;19/11/2026 12:30', 'R3;;77;Z;19/11/2026 12:30'), {
      mapping,
    });
    expect(counts).toEqual({ inFile: 3, accepted: 1, quarantined: 1, outOfScope: 1, duplicate: 0 });
  });

  it('that names a column which the feed does not have is a fault of its author', () => {
    expect(() => read(lines('R1;;77;A;19/11/2026 12:30'), { mapping: { ...mapping, padded: { nobody: 3 } } })).toThrow(
      /names a column nobody/,
    );
  });
});

describe('the facts of a file', () => {
  it('lie by duty date in objects of about a megabyte, each counted', () => {
    const drop = parseDropKey(formatDropKey('connect', 'arrests', AT));
    const rows = Array.from({ length: 6000 }, (_, n) =>
      arrest({ arrest_id: `A${n}`, arrested_at: n < 5999 ? '2026-11-19T12:00:00' : '2026-11-18T12:00:00' }),
    );
    const { objects, days } = partition(drop, 'ID', read(file(...rows)).accepted);
    expect(days).toEqual({ '2026-11-18': 1, '2026-11-19': 2 });
    expect(objects.map(({ key }) => key)).toEqual([
      'facts/2026-11-18/arrests/arrests_20261120T090000Z.csv/ID/00000',
      'facts/2026-11-19/arrests/arrests_20261120T090000Z.csv/ID/00000',
      'facts/2026-11-19/arrests/arrests_20261120T090000Z.csv/ID/00001',
    ]);
    expect(objects.map(({ body }) => body.trimEnd().split('\n').length).reduce((a, b) => a + b)).toBe(6000);
    expect(Math.max(...objects.map(({ body }) => body.length))).toBeLessThanOrEqual(1024 * 1024);
  });
});
