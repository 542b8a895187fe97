import type { Holding, Organisation, OrganisationSources } from '../../../lib/organisation/snapshot.ts';
import { PRODUCT, type Product } from './ask.ts';
import type { WrongProduct } from './wrong-decides.ts';

const { organisationOf } = PRODUCT;

/** Plausible ways to publish the line of command that give or take rights. */
export const WRONG_PUBLISHERS: readonly WrongProduct[] = [
  wrongly('a loop is cut at one of its edges', 'every standing of two people', (sources, asOf) => {
    const organisation = organisationOf(sources, asOf);
    const [first, ...loop] = organisation.cuts.filter(({ reason }) => reason === 'CYCLE').map(({ post }) => post);
    const cut = organisation.cuts.filter(({ post }) => post === first || !loop.includes(post));
    return relined(organisation, climbing(sources, new Set(cut.map(({ post }) => post))));
  }),
  wrongly('whoever is below a loop is cut off with it', 'every standing of two people', (sources, asOf) => {
    const organisation = organisationOf(sources, asOf);
    const faulty = new Set(organisation.cuts.map(({ post }) => post));
    const lines = new Map(organisation.posts.map(({ id, above }) => [id, above]));
    return relined(organisation, (post) => (lines.get(post) ?? []).filter((top) => !faulty.has(top)));
  }),
  wrongly('a vacant post breaks the chain', 'rows of third persons change nothing between two others', (sources, asOf) => {
    const organisation = organisationOf(sources, asOf);
    const filled = new Set(organisation.people.flatMap(({ holdings }) => holdings.map(({ post }) => post)));
    const lines = new Map(organisation.posts.map(({ id, above }) => [id, above]));
    return relined(organisation, (post) => {
      const line = lines.get(post) ?? [];
      const gap = line.findIndex((top) => !filled.has(top));
      return gap < 0 ? line : line.slice(0, gap);
    });
  }),
  wrongly('posts that ended still transmit', 'orphans, ended and replaced posts', (sources, asOf) =>
    organisationOf({ ...sources, positions: sources.positions.map((row) => ({ ...row, effective_to: null })) }, asOf),
  ),
  wrongly('posts to come count already', 'orphans, ended and replaced posts', (sources, asOf) =>
    organisationOf(
      { ...sources, positions: sources.positions.map((row) => ({ ...row, effective_from: min(row.effective_from, asOf) })) },
      asOf,
    ),
  ),
];

/** Not wrong, for `decide` sees no right along a loop that comes through. */
export const WITHOUT_CUTS: Product = {
  ...PRODUCT,
  organisationOf: (sources, asOf) => relined(organisationOf(sources, asOf), climbing(sources, new Set())),
};

function wrongly(name: string, caughtBy: string, publishWrongly: Product['organisationOf']): WrongProduct {
  return { name, caughtBy, product: { ...PRODUCT, organisationOf: publishWrongly } };
}

function relined(organisation: Organisation, lineOf: (post: string) => readonly string[]): Organisation {
  const anew = (held: Holding) => ({ ...held, above: held.post === null ? [] : lineOf(held.post) });
  return { ...organisation, people: organisation.people.map((one) => ({ ...one, holdings: one.holdings.map(anew) })) };
}

function climbing({ positions }: OrganisationSources, cut: ReadonlySet<string>): (post: string) => readonly string[] {
  const tops = new Map(positions.map(({ position_id, reports_to_position_id }) => [position_id, reports_to_position_id]));
  return (post) => {
    const line: string[] = [];
    for (let at = post; !cut.has(at) && line.length < 12; ) {
      const top = tops.get(at);
      if (typeof top !== 'string') break;
      line.push((at = top));
    }
    return line;
  };
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}
