import type { Decision, Viewer } from '../../../lib/access/decide.ts';
import type { Holding, OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import { PRODUCT, type Product } from './ask.ts';

const { decide } = PRODUCT;
type Decide = Product['decide'];
const DAY = 86_400_000;

/** A plausible product that is wrong, and a family of worlds or a law that it breaks; others may catch it as well. */
export interface WrongProduct {
  readonly name: string;
  readonly product: Product;
  readonly caughtBy: string;
}

/** By the decision; those by what is published stand in wrong-publishers.ts. */
export const WRONG_DECIDES: readonly WrongProduct[] = [
  wrong('police staff see the whole chain', 'every standing of two people', (viewer, action, subject, ...rest) => {
    const said = decide(viewer, action, subject, ...rest);
    if (said.allowed || said.reason !== 'no-relation') return said;
    return decide(
      withPerson(viewer, (person) => ({ ...person, type: 'OFFICER' })),
      action,
      subject,
      ...rest,
    );
  }),
  wrong('an officer sees one post down only', 'every standing of two people', (...asked) => {
    const said = decide(...asked);
    return said.allowed && said.permit.relation === 'chain' ? denied('no-relation') : said;
  }),
  wrong(
    'the first line is whoever leads the team, not the post',
    'every standing of two people',
    (viewer, action, subject, ...rest) => {
      const said = decide(viewer, action, subject, ...rest);
      const teams = new Set(viewer.person?.holdings.map(({ team }) => team));
      const leads = viewer.person?.holdings.some(({ above }) => above.length === 0);
      const isOfTeam = subject?.holdings.some(({ team }) => teams.has(team));
      return !said.allowed && said.reason === 'no-relation' && leads && isOfTeam
        ? decide(viewer, 'read', viewer.person, ...rest)
        : said;
    },
  ),
  wrong('secondments count like any holding', 'every standing of two people', (viewer, action, subject, ...rest) =>
    decide(withPerson(viewer, atHome), action, subject && atHome(subject), ...rest),
  ),
  wrong('a seconded viewer keeps the rights of the home post', 'every standing of two people', (viewer, ...rest) =>
    decide(withPerson(viewer, atHome), ...rest),
  ),
  wrong('the home line keeps sight of whom it seconded', 'every standing of two people', (viewer, action, subject, ...rest) =>
    decide(viewer, action, subject && atHome(subject), ...rest),
  ),
  wrong('a secondment to no post is none', 'every standing of two people', (viewer, action, subject, ...rest) => {
    const stay = (person: OrganisationPerson) => ({ ...person, holdings: person.holdings.filter(({ post }) => post !== null) });
    return decide(withPerson(viewer, stay), action, subject && stay(subject), ...rest);
  }),
  wrong('who shares a post sees the other', 'every standing of two people', (viewer, action, subject, ...rest) => {
    const said = decide(viewer, action, subject, ...rest);
    const posts = new Set(viewer.person?.holdings.flatMap(({ post }) => post ?? []));
    const shares = subject?.holdings.some(({ post }) => post !== null && posts.has(post));
    return !said.allowed && said.reason === 'no-relation' && shares ? decide(viewer, 'read', viewer.person, ...rest) : said;
  }),
  wrong('the line runs downwards as well', 'every standing of two people', (viewer, action, subject, ...rest) => {
    const said = decide(viewer, action, subject, ...rest);
    const turned = subject && viewer.person && decide({ ...viewer, person: subject }, action, viewer.person, ...rest);
    return !said.allowed && said.reason === 'no-relation' && turned ? turned : said;
  }),
  wrong('acting up gives no right', 'every kind of holding, two a person', (viewer, ...rest) =>
    decide(
      withPerson(viewer, (person) => ({ ...person, holdings: person.holdings.filter(({ kind }) => kind !== 'ACTING') })),
      ...rest,
    ),
  ),
  wrong('acting up takes the own post away', 'every kind of holding, two a person', (viewer, ...rest) =>
    decide(
      withPerson(viewer, (person) => {
        const acting = person.holdings.filter(({ kind }) => kind === 'ACTING');
        return acting.length > 0 && acting.length < person.holdings.length ? { ...person, holdings: acting } : person;
      }),
      ...rest,
    ),
  ),
  wrong('a holding still counts on the day it ends', 'dates of holdings', (viewer, action, subject, ...rest) => {
    const longer = (holding: Holding) => ({ ...holding, to: holding.to && next(holding.to) });
    return decide(withPerson(viewer, withHoldings(longer)), action, subject && withHoldings(longer)(subject), ...rest);
  }),
  wrong('a holding counts from the day after it begins', 'dates of holdings', (viewer, action, subject, ...rest) => {
    const later = (holding: Holding) => ({ ...holding, from: next(holding.from) });
    return decide(withPerson(viewer, withHoldings(later)), action, subject && withHoldings(later)(subject), ...rest);
  }),
  wrong('acting up never ends', 'dates of holdings', (viewer, ...rest) =>
    decide(
      withPerson(
        viewer,
        withHoldings((held) => (held.kind === 'ACTING' ? { ...held, to: null } : held)),
      ),
      ...rest,
    ),
  ),
  wrong('holdings to come count already', 'dates of holdings', (viewer, ...rest) =>
    decide(
      withPerson(
        viewer,
        withHoldings((held) => ({ ...held, from: '2020-01-01' })),
      ),
      ...rest,
    ),
  ),
  wrong('days begin at midnight in Greenwich', 'dates of holdings', (viewer, action, subject, organisation, now, settings) => {
    const noon = Math.floor(now / DAY) * DAY + DAY / 2;
    return decide(viewer, action, subject, { dataTo: shifted(organisation.dataTo, noon - now) }, noon, settings);
  }),
  wrong(
    'who has left still sees the own figures',
    'who has left sees nothing from that day, not even the own figures',
    (viewer, action, subject, ...rest) =>
      decide(viewer.person?.id === subject?.id ? withPerson(viewer, stays) : viewer, action, subject, ...rest),
  ),
  wrong('who has left keeps the line', 'joiners and leavers', (viewer, action, subject, ...rest) =>
    decide(viewer.person?.id === subject?.id ? viewer : withPerson(viewer, stays), action, subject, ...rest),
  ),
  wrong('who has left is still seen', 'joiners and leavers', (viewer, action, subject, ...rest) =>
    decide(viewer, action, subject && stays(subject), ...rest),
  ),
  wrong('who has not joined is seen and sees', 'joiners and leavers', (viewer, action, subject, ...rest) =>
    decide(withPerson(viewer, joined), action, subject && joined(subject), ...rest),
  ),
  wrong('special constables see like officers', 'joiners and leavers', (viewer, ...rest) =>
    decide(
      withPerson(viewer, (person) => ({ ...person, type: person.type === 'SPECIAL' ? 'OFFICER' : person.type })),
      ...rest,
    ),
  ),
  wrong('an old organisation counts', 'age of the organisation', (viewer, action, subject, _, now, settings) =>
    decide(viewer, action, subject, { dataTo: new Date(now).toISOString() }, now, settings),
  ),
  wrong(
    'an old organisation takes the own figures away',
    'an organisation older than seven days gives nothing on others and the own figures all the same',
    (viewer, action, subject, organisation, now, settings) =>
      now - Date.parse(organisation.dataTo) > 7 * DAY
        ? denied('stale-organisation')
        : decide(viewer, action, subject, organisation, now, settings),
  ),
  wrong('whom nobody knows may be seen', 'a missing record gives nobody anything', (viewer, action, subject, ...rest) =>
    decide(viewer, action, subject ?? viewer.person, ...rest),
  ),
  wrong(
    'a denial says that there is nobody',
    'whom nobody knows and whom the viewer may not see look alike from outside',
    (viewer, action, subject, ...rest) => {
      const said = decide(viewer, action, subject, ...rest);
      return subject === null && !said.allowed ? ({ ...said, status: 404 } as Decision) : said;
    },
  ),
  wrong('an auditor sees everybody', 'no functional role changes a verdict', (viewer, action, subject, ...rest) => {
    const { roles = [] } = viewer as Viewer & { readonly roles?: readonly string[] };
    return roles.includes('auditor') ? decide(viewer, action, viewer.person, ...rest) : decide(viewer, action, subject, ...rest);
  }),
  wrong('a cover is passed on', 'a cover is not passed on', (viewer, ...rest) => {
    const leaders = new Set(viewer.covers.flatMap(({ grant }) => (grant.person === viewer.person?.id ? [grant.leader] : [])));
    const passed = viewer.covers.filter(({ grant }) => leaders.has(grant.person));
    const own = passed.map(({ grant, leader }) => ({ grant: { ...grant, person: viewer.person?.id ?? '' }, leader }));
    return decide({ ...viewer, covers: [...viewer.covers, ...own] }, ...rest);
  }),
  wrong(
    'a cover lasts as long as it says',
    'a cover holds for 14 days at most, and gives an officer today and seven days ahead of what the leader may see',
    (viewer, action, subject, organisation, now, settings) =>
      decide(viewer, action, subject, organisation, now, { ...settings, coverDays: 365 }),
  ),
  wrong(
    'a cover sees two weeks ahead',
    'a cover holds for 14 days at most, and gives an officer today and seven days ahead of what the leader may see',
    (viewer, action, subject, organisation, now, settings) =>
      decide(viewer, action, subject, organisation, now, { ...settings, coverAheadDays: 14 }),
  ),
  wrong('police staff may cover', 'a third person named by a grant', (viewer, action, subject, ...rest) => {
    const said = decide(viewer, action, subject, ...rest);
    if (said.allowed || said.reason !== 'no-relation') return said;
    const asOfficer = decide(
      withPerson(viewer, (person) => ({ ...person, type: 'OFFICER' })),
      action,
      subject,
      ...rest,
    );
    return asOfficer.allowed && asOfficer.permit.relation === 'cover' ? asOfficer : said;
  }),
  wrong('a cover sees the leader too', 'a third person named by a grant', (viewer, action, subject, ...rest) => {
    const said = decide(viewer, action, subject, ...rest);
    const named = viewer.covers.find(({ grant }) => grant.person === viewer.person?.id && grant.leader === subject?.id);
    return named && !said.allowed && said.reason === 'no-relation' ? decide(viewer, action, viewer.person, ...rest) : said;
  }),
  wrong('break-glass asks for no approver', 'a third person named by a grant', (viewer, ...rest) => {
    const approver = viewer.person && { ...viewer.person, id: 'ANYBODY', holdings: [] };
    const breakGlass = viewer.breakGlass.map(({ grant }) => ({ grant: { ...grant, approvedBy: 'ANYBODY' }, approver }));
    return decide({ ...viewer, breakGlass }, ...rest);
  }),
  wrong(
    'who stands two posts below police staff may approve',
    'break-glass holds for eight hours at most, and nobody below the viewer can approve it, nor the viewer',
    (viewer, ...rest) => {
      const posts = new Set(viewer.person?.holdings.map(({ post }) => post));
      const directly = ({ above: [next] }: Holding) => next !== undefined && posts.has(next);
      const breakGlass = viewer.breakGlass.map(({ grant, approver }) => ({
        grant,
        approver: approver && (approver.holdings.some(directly) ? approver : { ...approver, holdings: [] }),
      }));
      return decide(viewer.person?.type === 'OFFICER' ? viewer : { ...viewer, breakGlass }, ...rest);
    },
  ),
  wrong(
    'break-glass lasts for a day',
    'break-glass holds for eight hours at most, and nobody below the viewer can approve it, nor the viewer',
    (viewer, action, subject, organisation, now, settings) =>
      decide(viewer, action, subject, organisation, now, { ...settings, breakGlassHours: 24 }),
  ),
  wrong('a grant of somebody else counts', 'larger worlds agree with the oracle', (viewer, ...rest) => {
    const person = viewer.person?.id ?? '';
    const covers = viewer.covers.map(({ grant, leader }) => ({ grant: { ...grant, person }, leader }));
    const breakGlass = viewer.breakGlass.map(({ grant, approver }) => ({ grant: { ...grant, person }, approver }));
    return decide({ ...viewer, covers, breakGlass }, ...rest);
  }),
  wrong('a grant that was ended goes on', 'larger worlds agree with the oracle', (viewer, ...rest) => {
    const covers = viewer.covers.map(({ grant, leader }) => ({ grant: { ...grant, endedAt: null }, leader }));
    const breakGlass = viewer.breakGlass.map(({ grant, approver }) => ({ grant: { ...grant, endedAt: null }, approver }));
    return decide({ ...viewer, covers, breakGlass }, ...rest);
  }),
  wrong(
    'who holds no post belongs to the platform',
    'to lose a post gives no right, but for a secondment, which gives back what it took',
    (viewer, action, subject, ...rest) =>
      viewer.person?.holdings.length === 0
        ? decide(viewer, action, subject && viewer.person, ...rest)
        : decide(viewer, action, subject, ...rest),
  ),
  wrong('holdings are put in order where they stand', 'to ask changes nothing that was handed over', (viewer, ...rest) => {
    (viewer.person?.holdings as Holding[] | undefined)?.reverse();
    return decide(viewer, ...rest);
  }),
  wrong('the permit is made out to the subject', 'a permit names who asked about whom', (viewer, action, subject, ...rest) => {
    if (viewer.person === null || subject === null) return decide(viewer, action, subject, ...rest);
    const [asked, about] = [viewer.person.id, subject.id];
    return decide(
      { person: { ...viewer.person, id: about }, covers: [], breakGlass: [] },
      action,
      { ...subject, id: asked },
      ...rest,
    );
  }),
];

function wrong(name: string, caughtBy: string, decideWrongly: Decide): WrongProduct {
  return { name, caughtBy, product: { ...PRODUCT, decide: decideWrongly } };
}

type Change = (person: OrganisationPerson) => OrganisationPerson;

function withPerson(viewer: Viewer, change: Change): Viewer {
  return { ...viewer, person: viewer.person && change(viewer.person) };
}

function withHoldings(change: (holding: Holding) => Holding): Change {
  return (person) => ({ ...person, holdings: person.holdings.map(change) });
}

const atHome = withHoldings((held) => (held.kind === 'SECONDMENT' ? { ...held, kind: 'SUBSTANTIVE' } : held));
const stays: Change = (person) => ({ ...person, left: null });
const joined: Change = (person) => ({ ...person, joined: null });

function denied(reason: Extract<Decision, { allowed: false }>['reason']): Decision {
  return { allowed: false, reason };
}

function next(day: string): string {
  return shifted(`${day}T00:00:00Z`, DAY).slice(0, 10);
}

function shifted(instant: string, by: number): string {
  return new Date(Date.parse(instant) + by).toISOString();
}
