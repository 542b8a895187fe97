import { describe, expect, it } from 'vitest';
import { PRODUCT } from './ask.ts';
import { firstDisagreement } from './disagreement.ts';
import { FAMILIES } from './worlds.ts';
import { WITHOUT_CUTS } from './wrong-publishers.ts';

/**
 * How many worlds are asked of both: 5,944,912. Each family says what it runs through and how many holdings a person has in it;
 * within these none is left out for symmetry. All people of a family are published together, and a world is any two of them:
 * that rows of third persons change nothing between two others is a law of its own.
 */
const WORLDS: Readonly<Record<string, number>> = {
  'every standing of two people': 1_002_496,
  'every kind of holding, two a person': 1_095_168,
  'dates of holdings': 2_136_960,
  'joiners and leavers': 1_331_200,
  'orphans, ended and replaced posts': 51_408,
  'age of the organisation': 69_632,
  'a third person named by a grant': 258_048,
};

describe('every small world', () => {
  it.each(FAMILIES.map((family) => [family.name, family] as const))(
    'is decided as the oracle says: %s',
    (name, family) => {
      expect(firstDisagreement(PRODUCT, family)).toMatchObject({ disagreement: null, worlds: WORLDS[name] });
    },
    300_000,
  );

  it('is decided so even if loops were not cut', () => {
    const everyPost = FAMILIES.filter(({ name }) => name === 'age of the organisation');
    expect(everyPost.map((family) => firstDisagreement(WITHOUT_CUTS, family).disagreement)).toEqual([null]);
  });
});
