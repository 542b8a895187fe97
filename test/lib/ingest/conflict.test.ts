import { describe, expect, it } from 'vitest';
import { arrest, file, read } from './files.ts';

const conflict = (line: number, lines: string) => ({
  line,
  issues: [
    {
      code: 'CONFLICT',
      line,
      message: `lines ${lines} have the same key and updated_at but other content`,
      allowed: 'one content a version',
    },
  ],
});

describe('rows of one key and version', () => {
  it('with other content are all rejected, each with the lines of all', () => {
    const rows = ['C1', 'C2', 'C1'].map((custody_no) => arrest({ custody_no }));
    const { accepted, quarantined, counts } = read(file(...rows, arrest({ arrest_id: 'B' })));
    expect(quarantined).toStrictEqual([2, 3, 4].map((line) => conflict(line, '2, 3, 4')));
    expect(accepted.map(({ fact }) => fact.l)).toEqual([5]);
    expect(counts).toEqual({ inFile: 4, accepted: 1, quarantined: 3, outOfScope: 0, duplicate: 0 });
  });

  it('with the same content are the first of them', () => {
    const { accepted, quarantined, counts } = read(file(arrest(), arrest({ arrest_id: 'B' }), arrest(), arrest()));
    expect(accepted.map(({ fact }) => fact.l)).toEqual([2, 3]);
    expect(quarantined).toEqual([]);
    expect(counts).toEqual({ inFile: 4, accepted: 2, quarantined: 0, outOfScope: 0, duplicate: 2 });
  });

  it('are no conflict in another version', () => {
    const later = arrest({ custody_no: 'C9', updated_at: '2026-11-19T13:00:01Z' });
    expect(read(file(arrest(), later)).counts).toMatchObject({ accepted: 2, quarantined: 0 });
  });
});

describe('the rejected rows of a file', () => {
  it('stand in order of their lines, whatever is wrong with them', () => {
    const { quarantined } = read(
      file(
        arrest({ custody_no: 'C1' }),
        arrest({ arrest_id: 'B', role: 'NOBODY' }),
        arrest({ custody_no: 'C2' }),
        'A9,100001',
        arrest({ arrest_id: 'C' }),
      ),
    );
    expect(quarantined.map(({ line, issues }) => [line, issues[0]?.code])).toEqual([
      [2, 'CONFLICT'],
      [3, 'UNKNOWN_CODE'],
      [4, 'CONFLICT'],
      [5, 'FIELD_COUNT'],
    ]);
    expect(quarantined[0]).toStrictEqual(conflict(2, '2, 4'));
  });

  it('of another width than the header say how wide they are', () => {
    expect(read(file(arrest(), 'A9,100001')).quarantined).toStrictEqual([
      {
        line: 3,
        issues: [{ code: 'FIELD_COUNT', message: '2 fields', line: 3, value: '2', allowed: '8 fields, as in the header' }],
      },
    ]);
  });
});
