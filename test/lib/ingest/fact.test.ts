import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../../../lib/sources/mapping.ts';
import { arrest, file, fileOf, ROWS, read } from './files.ts';

const acceptedOf = (feed: keyof typeof ROWS, over: Readonly<Record<string, string>> = {}) =>
  read(fileOf(feed, { ...ROWS[feed], ...over }), { feed }).accepted[0];

describe('an accepted row', () => {
  const r = { ...ROWS.arrests, custody_no: null, offence_group: null, deleted_at: null };
  const fact = { k: '["A1","100001"]', v: '2026-11-19T13:00:00Z', l: 2, r };

  it('is a fact with its key, version, line and values', () => {
    expect(acceptedOf('arrests')).toStrictEqual({ fact, date: '2026-11-19' });
  });

  it('that holds a collar number says in which column', () => {
    const mapping = mappingSchema.parse({ system: 'connect', feed: 'arrests', collarNumbers: ['officer_no'] });
    const { accepted } = read(fileOf('arrests', ROWS.arrests), { mapping });
    expect(accepted).toStrictEqual([{ fact: { ...fact, c: ['officer_no'] }, date: '2026-11-19' }]);
  });

  it('says every flag that it has', () => {
    const flags = ['AMBIGUOUS_LOCAL_TIME:arrested_at', 'AMBIGUOUS_LOCAL_TIME:updated_at', 'OLD:arrested_at'];
    const text = '2024-10-27T01:30:00';
    const { accepted, flags: counted } = read(file(arrest({ arrested_at: text, updated_at: text })));
    expect(accepted[0]?.fact.f).toEqual(flags);
    expect(counted).toEqual(Object.fromEntries(flags.map((flag) => [flag, 1])));
  });

  it('of a feed by date belongs to that date, whatever the hour at which a duty day starts', () => {
    expect(acceptedOf('outcomes')?.date).toBe('2026-11-19');
  });

  it('of a snapshot belongs to no date and is never old', () => {
    const values = { ...ROWS.units, parent_code: null, minimum_strength: null, effective_to: null };
    expect(acceptedOf('units')).toStrictEqual({
      fact: { k: '["U1","1990-01-01"]', v: '1990-01-01T00:00:00Z', l: 2, r: values },
      date: null,
    });
  });
});

describe('a row is old', () => {
  it.each([
    ['2025-10-16T09:00:00Z', undefined],
    ['2025-10-16T08:59:59Z', ['OLD:arrested_at']],
  ])('from the first second on that lies more than 400 days before the extract: %s', (arrested_at, flags) => {
    expect(acceptedOf('arrests', { arrested_at })?.fact.f).toEqual(flags);
  });

  it.each([
    ['2025-10-16', undefined],
    ['2025-10-15', ['OLD:outcome_date']],
  ])('by the noon of its date: %s', (outcome_date, flags) => {
    expect(acceptedOf('outcomes', { outcome_date })?.fact.f).toEqual(flags);
  });
});
