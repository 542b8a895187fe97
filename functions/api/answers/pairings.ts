import { isActive } from '../../../lib/access/relation.ts';
import { Refusal } from '../../../lib/api/problem.ts';
import { addDays, formatInstant } from '../../../lib/dates.ts';
import type { LightTable as Table } from '../../aws/light-table.ts';
import { addDecision, readDecisions } from '../../decisions.ts';
import type { Answers } from '../ask.ts';
import { personsOf } from '../organisation.ts';
import type { TrustPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import type { Rights } from '../rights.ts';
import { audited, nameOf } from './person-days.ts';

/** Days back and ahead for which a leader may pair: those that are open, and as far as a roster reaches. */
const BACK = 35;
const AHEAD = 60;

/** With whom a student goes out on a duty, when the duty itself does not say: a decision of the leader. */
export const pairings: Answers<TrustPorts, 'pairings' | 'pair'> = {
  async pairings(ports, ask) {
    const { params, query, rights } = ask;
    const permit = rights.permit(params.person);
    if (!permit.covers(query.date)) throw new Refusal(422, 'OUT_OF_REACH', 'This day lies outside of what you may see.');
    await audited(ports.trust, ask, permit, query.date, query.date);
    return {
      payload: await pairingsOf(ports, rights, params.person, query.date),
      meta: metaOfOrganisation(rights, ports.policies),
    };
  },

  async pair(ports, { params, body, rights }) {
    const permit = rights.permit(params.person, 'lead');
    const { date, partner, reason } = body;
    if (date < addDays(rights.today, -BACK) || date > addDays(rights.today, AHEAD) || !permit.covers(date))
      throw new Refusal(422, 'OUT_OF_REACH', `A pairing is for a day of the last ${BACK} or the next ${AHEAD} days.`);
    if (partner !== null) {
      const person = rights.person(partner);
      if (person === null || person.type !== 'OFFICER' || !isActive(person, rights.today) || partner === params.person)
        throw new Refusal(422, 'NO_PARTNER', 'The partner is another officer of the force.');
    }
    const at = formatInstant(rights.now);
    const decision = { verb: 'pair' as const, student: params.person, partner, by: rights.viewer.id, reason, at };
    await addDecision(ports.trust, { date }, decision);
    await ports.sendWork([{ target: 'day', date, now: true }]);
    return {
      status: 201,
      payload: await pairingsOf(ports, rights, params.person, date),
      meta: metaOfOrganisation(rights, ports.policies),
    };
  },
};

async function pairingsOf(
  { trust, organisation }: { trust: Table; organisation: Table },
  rights: Rights,
  student: string,
  date: string,
) {
  const decisions = (await readDecisions(trust, { date })).flatMap((one) =>
    one.verb === 'pair' && one.student === student ? [one] : [],
  );
  const partners = decisions.flatMap(({ partner }) => partner ?? []);
  const names = await personsOf(organisation, rights.organisation.generation, partners);
  return {
    student: nameOf(rights.person(student)),
    date,
    pairings: decisions.map(({ partner, by, at, reason }) => ({
      partner: partner === null ? null : { id: partner, name: names.get(partner)?.name ?? partner },
      by,
      at,
      reason,
    })),
  };
}
