import { createRequire } from 'node:module';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemSize } from '../../local/memory/item-size.ts';
import { type Call, memoryTable, unitsOf } from '../../local/memory/table.ts';

/** dynalite counts texts by their letters: alike as long as these are ASCII. */
const dynalite = createRequire(import.meta.url)('dynalite/db') as { itemSize(item: object): number };

describe('the size of an item', () => {
  it.each([
    [{ pk: 'a' }, 3],
    [{ pk: 'é' }, 4],
    [{ n: 0 }, 2],
    [{ n: 12 }, 3],
    [{ n: 123 }, 4],
    [{ n: -12 }, 4],
    [{ n: null, m: true }, 4],
    [{ list: [] }, 7],
    [{ list: ['ab'] }, 10],
    [{ map: { k: 'v' } }, 9],
    [{ gone: undefined, k: 'v' }, 2],
  ])('%j has %i bytes', (item, bytes) => expect(itemSize(item)).toBe(bytes));

  it('is what another implementation counts', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
    // A name that an object cannot have of its own is none of an attribute.
    const name = text.filter((one) => one !== '__proto__');
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        ...[text, number, fc.boolean(), fc.constant(null)],
        fc.array(tie('value')),
        fc.dictionary(name, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value), (item) => {
        expect(itemSize(item)).toBe(dynalite.itemSize(marshall(item, { removeUndefinedValues: true })));
      }),
    );
  });
});

describe('the units of a strong read', () => {
  it.each([
    [0, 1],
    [1, 1],
    [4096, 1],
    [4097, 2],
  ])('of %i bytes are %i', (bytes, units) => expect(unitsOf(bytes)).toBe(units));

  const KB = 1024;
  const item = (sk: string, bytes: number) => {
    const rest = itemSize({ pk: 'P', sk, text: '' });
    return { pk: 'P', sk, text: 'x'.repeat(bytes - rest) };
  };
  async function table(sizes: readonly number[]) {
    const calls: Call[] = [];
    const made = memoryTable('t', (call) => calls.push(call));
    await made.putMany(sizes.map((bytes, at) => item(String(at).padStart(3, '0'), bytes)));
    calls.length = 0;
    return { made, calls };
  }

  it('are rounded up for every item that is asked for by name, and 1 for what is not there', async () => {
    const { made, calls } = await table([KB, 5 * KB]);
    await made.getMany(['000', '001', '999'].map((sk) => ({ pk: 'P', sk })));
    await made.get({ pk: 'P', sk: '001' });
    expect(calls.map(({ operation, units }) => [operation, units])).toEqual([
      ['BatchGetItem', 4],
      ['GetItem', 2],
    ]);
  });

  it('are rounded up once for a query', async () => {
    const { made, calls } = await table([KB, 5 * KB, KB]);
    await made.query('P', { from: '000', to: '001' });
    expect(calls).toMatchObject([{ operation: 'Query', units: 2, keys: ['P 000..001'] }]);
  });

  it('more than a hundred names are more than one call, a query of more than a megabyte as well', async () => {
    const { made, calls } = await table(Array.from({ length: 101 }, () => 11 * KB));
    await made.getMany(Array.from({ length: 101 }, (_, at) => ({ pk: 'P', sk: String(at).padStart(3, '0') })));
    expect(calls.map(({ keys, units }) => [keys.length, units])).toEqual([
      [100, 300],
      [1, 3],
    ]);
    calls.length = 0;
    await made.query('P');
    expect(calls.map(({ units }) => units)).toEqual([256, 22]);
  });

  it('nothing that was read or written can be changed by who holds it', async () => {
    const { made } = await table([]);
    const written = { pk: 'P', sk: '000', list: [1] };
    await made.put(written);
    written.list.push(2);
    const read = (await made.get({ pk: 'P', sk: '000' })) as typeof written;
    expect(read.list).toEqual([1]);
    expect(() => read.list.push(3)).toThrow(TypeError);
  });
});
