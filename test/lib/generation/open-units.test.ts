import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openUnits } from '../../../lib/generation/open-units.ts';

const unit = (path: string, officers: number) => ({ code: path.split('/').at(-1) ?? '', path, officers });
const open = (...units: ReturnType<typeof unit>[]) => openUnits(units, 5).map(({ code }) => code);

describe('units whose figures of a day everybody may see', () => {
  it('have five officers or more', () => {
    expect(open(unit('D', 12), unit('D/A', 7), unit('D/B', 5))).toEqual(['D', 'A', 'B']);
    expect(open(unit('D', 4))).toEqual([]);
  });

  it('are none from which a small sister could be had by subtraction', () => {
    expect(open(unit('D', 18), unit('D/A', 8), unit('D/B', 7), unit('D/C', 3))).toEqual(['D', 'A']);
  });

  it('stay when what is left of the unit above is large enough to hide it', () => {
    expect(open(unit('D', 25), unit('D/A', 8), unit('D/B', 7), unit('D/C', 3))).toEqual(['D', 'A', 'B']);
  });

  it('stay beside a unit without officers: there is nothing to hide', () => {
    expect(open(unit('D', 15), unit('D/A', 8), unit('D/B', 7), unit('D/C', 0))).toEqual(['D', 'A', 'B']);
  });

  it('never leave fewer than five officers between a unit and its open sisters when one is small', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), fc.nat(6), (sizes, direct) => {
        const children = sizes.map((officers, n) => unit(`D/${n}`, officers));
        const parent = unit(
          'D',
          sizes.reduce((sum, size) => sum + size, direct),
        );
        const left = openUnits([parent, ...children], 5).filter(({ path }) => path !== 'D');
        const hidden = children.some(({ officers }) => officers > 0 && officers < 5);
        const rest = parent.officers - left.reduce((sum, { officers }) => sum + officers, 0);
        expect(left.every(({ officers }) => officers >= 5)).toBe(true);
        if (hidden && left.length > 0) expect(rest).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});
