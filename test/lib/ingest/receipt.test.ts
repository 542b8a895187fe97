import { describe, expect, it } from 'vitest';
import { type Receipt, receiptSchema, sameVerdicts } from '../../../lib/ingest/receipt.ts';

type Version = Receipt['seen'][number];

const marker: Version = { versionId: 'v2', dropId: null, sha: null, state: 'withdrawn', bytes: 0 };
const held: Version = {
  versionId: 'v1',
  dropId: 'd1',
  sha: 'ab12',
  decided: 'release',
  state: 'held',
  bytes: 120,
  reason: {
    code: 'TOO_MANY_REJECTED',
    message: '6 of 11 rows were rejected',
    line: 1,
    column: 'role',
    value: 'NOBODY',
    allowed: '5 rows',
  },
  counts: { inFile: 11, accepted: 5, quarantined: 6, outOfScope: 0, duplicate: 0 },
  flags: { 'OLD:arrested_at': 2 },
};
const receipt: Receipt = {
  key: 'connect/arrests/arrests_20261120T090000Z.csv',
  feed: 'arrests',
  name: 'arrests_20261120T090000Z.csv',
  extractTime: '2026-11-20T09:00:00Z',
  rev: 2,
  stateRev: 1,
  reader: 'R',
  seen: [marker, held],
  accepted: 'd1',
  days: { d1: { '2026-11-19': 1 } },
};
const withVersion = (over: object) => ({ ...receipt, seen: [{ ...held, ...over }] });
const isReceipt = (value: unknown) => receiptSchema.safeParse(value).success;

describe('a receipt', () => {
  it('is read back as it was written', () => {
    expect(receiptSchema.parse(JSON.parse(JSON.stringify(receipt)))).toStrictEqual(receipt);
  });

  it('of a reason that names no line, column or value keeps code and message', () => {
    const reason = { code: 'EMPTY', message: 'the file is empty' };
    expect(receiptSchema.parse(withVersion({ reason })).seen[0]?.reason).toStrictEqual(reason);
  });

  it.each(Object.keys(receipt))('without its %s is none', (name) => {
    expect(isReceipt({ ...receipt, [name]: undefined })).toBe(false);
  });

  it.each(['versionId', 'dropId', 'sha', 'state', 'bytes'])('of a version without its %s is none', (name) => {
    expect(isReceipt(withVersion({ [name]: undefined }))).toBe(false);
  });

  it.each(['accepted', 'held', 'refused', 'duplicate', 'withdrawn'])('may hold a version that is %s', (state) => {
    expect(isReceipt(withVersion({ state }))).toBe(true);
  });

  it.each(['release', 'refuse', undefined])('may hold a version with the decision %s', (decided) => {
    expect(isReceipt(withVersion({ decided }))).toBe(true);
  });

  it.each([
    ['a blank state', withVersion({ state: '' })],
    ['a blank decision', withVersion({ decided: '' })],
    ['counts that lack one', withVersion({ counts: { inFile: 1, accepted: 1, quarantined: 0, outOfScope: 0 } })],
    ['a reason without a message', withVersion({ reason: { code: 'EMPTY' } })],
    ['a flag counted in words', withVersion({ flags: { OLD: 'two' } })],
    ['a revision 0', { ...receipt, rev: 0 }],
    ['a state revision 0', { ...receipt, stateRev: 0 }],
    ['a day without objects', { ...receipt, days: { d1: { '2026-11-19': 0 } } }],
  ])('with %s is none', (_, value) => {
    expect(isReceipt(value)).toBe(false);
  });
});

describe('the verdicts of two receipts', () => {
  it('are the same when only revisions and reader differ', () => {
    expect(sameVerdicts(receipt, { ...receipt, rev: 9, stateRev: 9, reader: 'S' } as Receipt)).toBe(true);
  });

  it.each([
    ['a version was seen', { seen: [held] }],
    ['the state of a version changed', { seen: [marker, { ...held, state: 'accepted' as const }] }],
    ['another version is in force', { accepted: null }],
    ['a day has another number of objects', { days: { d1: { '2026-11-19': 2 } } }],
  ])('differ when %s', (_, over) => {
    expect(sameVerdicts(receipt, { ...receipt, ...over })).toBe(false);
    expect(sameVerdicts({ ...receipt, ...over }, receipt)).toBe(false);
  });
});
