import { holdingsOn } from '../../../lib/access/relation.ts';
import type { Answers } from '../ask.ts';
import { allUnits, postsOf, unitRef } from '../organisation.ts';
import type { ProductivityPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import { holdersOf, personRef, postsHeld } from './organisation.ts';

/** Who I am, what I may see and through what, and who may see me. */
export const me: Answers<ProductivityPorts, 'me'> = {
  async me({ organisation: table, policies }, { rights }) {
    const { viewer, today, organisation } = rights;
    const held = holdingsOn(viewer, today);
    const own = postsHeld(viewer, today);
    const above = [...new Set(held.flatMap((holding) => holding.above))];
    const posts = await postsOf(table, organisation.generation, [...own, ...above]);
    const isOfficer = viewer.type === 'OFFICER';
    const sees = [
      { what: 'availability', why: 'self', through: null, units: [] },
      { what: 'productivity', why: 'signed-in', through: null, units: [] },
      ...own.flatMap((id) => {
        const post = posts.get(id);
        if (post === undefined || post.below.length === 0) return [];
        const units = post.teams.map(([path]) => path.split('/').at(-1) ?? '');
        return [{ what: 'availability', why: isOfficer ? 'posts-below' : 'posts-directly-below', through: id, units }];
      }),
      ...rights.covered.map(({ name }) => ({ what: 'availability', why: 'cover', through: name, units: [] })),
    ];
    const higher = new Map([...posts].filter(([id]) => above.includes(id)));
    const nearest = new Set(held.flatMap((holding) => holding.above.slice(0, 1)));
    const holders = await holdersOf(table, organisation.generation, above, today, higher);
    const seenBy = holders.flatMap((holder) => {
      const through = postsHeld(holder, today).filter((post) => higher.has(post));
      const direct = through.some((post) => nearest.has(post));
      if (holder.id === viewer.id || (holder.type !== 'OFFICER' && !direct)) return [];
      return [
        {
          id: holder.id,
          name: holder.name,
          relation: direct ? (holder.type === 'OFFICER' ? 'first-line' : 'staff-direct') : 'chain',
        },
      ];
    });
    const units = await allUnits(table, organisation.generation);
    const payload = {
      person: personRef(viewer),
      posts: held.map(({ post, team, kind, from, to }) => ({ post, unit: team, kind, from, to })),
      roles: [...rights.roles],
      forces: units.filter(({ type }) => type === 'FORCE').map(unitRef),
      sees,
      seenBy,
    };
    return { payload, meta: metaOfOrganisation(rights, policies) };
  },
};
