import { METHOD_FORMULA, pointsAtWorst } from '../../../lib/api/methodology.ts';
import { METRIC_TEXTS } from '../../../lib/api/metric-texts.ts';
import type { Payload } from '../../../lib/api/responses.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import type { Policy } from '../../../lib/policy/policy.ts';
import { METRICS } from '../../../lib/vocabulary.ts';
import type { Answers } from '../ask.ts';
import { kept } from '../kept.ts';
import type { ProductivityPorts } from '../ports.ts';
import { metaOfOpenDays, metaOfOrganisation, recentPointers } from '../published.ts';

/** What the service is, how it measures, and how fresh it is. */
export const about: Answers<ProductivityPorts, 'health' | 'openapi' | 'metrics' | 'methodology' | 'freshness'> = {
  async health({ policies }, { rights }) {
    return { payload: { status: 'ok' }, meta: metaOfOrganisation(rights, policies) };
  },

  async openapi({ policies, openapi }, { rights }) {
    return { payload: JSON.parse(openapi()), meta: metaOfOrganisation(rights, policies) };
  },

  async metrics(ports, ask) {
    const { policies } = ports;
    return kept(ports, ask, [], async () => ({
      payload: metricsOf(policyOn(policies, ask.rights.today)),
      meta: metaOfOrganisation(ask.rights, policies),
    }));
  },

  async methodology({ policies }, { query, rights }) {
    const policy = policyOn(policies, query.asOf ?? rights.today);
    const payload = {
      policyVersion: policy.version,
      from: policy.from,
      formula: METHOD_FORMULA,
      criteria: policy.criteria.map((criterion) => ({ ...criterion, points: pointsAtWorst(criterion, policy.criteria) })),
      tutorReduction: policy.tutorReduction,
      widestInterval: policy.widestInterval,
      minRanked: policy.minRanked,
      roles: Object.entries(policy.roleProfiles).map(([role, { family, gateCourses, criticalCourses, coreSkills }]) => ({
        role,
        family,
        gateCourses,
        criticalCourses,
        coreSkills,
      })),
      versions: policies.map(({ version, methodVersion, from }) => ({ policyVersion: version, methodVersion, from })),
    };
    return { payload, meta: metaOfOrganisation(rights, policies) };
  },

  async freshness({ registry, policies }, { rights }) {
    const pointers = await recentPointers(registry, rights.today, rights.now);
    const told = pointers.filter(({ status }) => status !== 'planned' && status !== 'withdrawn');
    const feeds = [...new Set(Object.values(policyOn(policies, rights.today).metricFeeds).flat())].sort();
    const payload = {
      feeds: feeds.map((feed) => ({
        feed,
        completeTo: told.findLast(({ late }) => !late.includes(feed))?.date ?? null,
      })),
      days: pointers
        .filter(({ status, blocked, waiting }) => status !== 'final' || blocked !== undefined || waiting !== undefined)
        .map(({ date, status, late, blocked, waiting }) => ({
          date,
          status,
          late,
          blocked: blocked !== undefined,
          waiting: waiting !== undefined,
        })),
    };
    return { payload, meta: metaOfOpenDays(rights.today, told, {}, policies) };
  },
};

function metricsOf(policy: Policy): Payload<'metrics'> {
  const roles = Object.entries(policy.roleProfiles);
  const metrics = METRICS.map((id) => ({
    id,
    ...METRIC_TEXTS[id],
    guidance: id === 'stopSearches' ? policy.stopSearchGuidance.text : null,
    feeds: policy.metricFeeds[id],
    roles: roles.filter(([, profile]) => profile.metrics.includes(id)).map(([role]) => role),
  }));
  return { metrics };
}
