import { METRIC_TEXTS } from '../../../lib/api/metric-texts.ts';
import { Refusal } from '../../../lib/api/problem.ts';
import { addDays, daysBetween } from '../../../lib/dates.ts';
import type { UnitWindow } from '../../../lib/generation/window.ts';
import { by } from '../../../lib/order.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import type { Policy } from '../../../lib/policy/policy.ts';
import { fixedWindowOf } from '../../../lib/productivity/fixed-window.ts';
import { funnelOf } from '../../../lib/productivity/funnel.ts';
import { seriesOf, signalsByChance } from '../../../lib/productivity/variation.ts';
import { latestWeeks } from '../../../lib/productivity/weeks.ts';
import { COUNT_METRICS, type CountMetric, METRICS, type Metric } from '../../../lib/vocabulary.ts';
import type { Answers } from '../ask.ts';
import { kept } from '../kept.ts';
import { unitOf, unitRef } from '../organisation.ts';
import type { ProductivityPorts } from '../ports.ts';
import { datesBetween, metaOfOpenDays, metaOfWindows, pointersOf, UNITS_OF_FIGURES, windowOf } from '../published.ts';
import { noWindow, unitDays } from './productivity.ts';

/** Weeks of one chart: four reads of a hundred days. */
const WEEKS = 56;
const WEEK = 7;

/** Units side by side and over time; never a rank, and nobody's name. */
export const comparison: Answers<ProductivityPorts, 'comparison' | 'peerGroups' | 'unitVariation'> = {
  async comparison(ports, ask) {
    const { registry, productivity, organisation, policies } = ports;
    const { query, rights } = ask;
    const metric = countMetric(query.metric);
    const { generation } = rights.organisation;
    const window = await windowOf(registry, query.window, rights.today);
    return kept(ports, ask, [window], async () => {
      const within = await unitOf(organisation, generation, query.within);
      if (window === null) throw noWindow();
      const at = `W#${window.start}#${window.generation}#`;
      const items = await productivity.query(`UNITS#${query.type}`, { from: at, to: `${at}~` });
      const units = items
        .flatMap((item) => JSON.parse(String(item.units)) as UnitWindow[])
        .filter(
          (unit) => unit.path.startsWith(`${within.path}/`) && exposureOf(unit, metric) > 0 && unit.counts[metric] !== null,
        );
      if (units.length < 2) throw new Refusal(422, 'TOO_FEW_UNITS', 'Fewer than two units of this kind can be compared here.');
      const byCode = new Map(units.map((unit) => [unit.code, unit]));
      const { rows, dispersion } = funnelOf(
        units.map((unit) => ({ id: unit.code, count: unit.counts[metric] ?? 0, exposure: exposureOf(unit, metric) })),
      );
      const named = rows
        .map((row) => {
          const { name = row.id, positiveShare = null } = byCode.get(row.id) ?? {};
          // A window made before units had it has none.
          return { ...row, name, positiveShare: metric === 'positiveOutcomes' ? positiveShare : null };
        })
        .sort(byName);
      return {
        payload: { ...headOf(metric, window.start, policies), rows: named, dispersion },
        meta: metaOfWindows(rights.today, [window], policies),
        table: () => ({
          columns: [
            ...['unit', 'name', 'count', 'expected', 'lower95', 'upper95', 'lower998', 'upper998'],
            ...['outcomes', 'positiveShare', 'expectedShare'],
          ],
          rows: named.map(({ id, name, count, expected, inner, outer, positiveShare }) => [
            id,
            name,
            count,
            expected,
            inner.lower,
            inner.upper,
            outer.lower,
            outer.upper,
            positiveShare?.n ?? null,
            positiveShare?.share ?? null,
            positiveShare?.expected ?? null,
          ]),
        }),
      };
    });
  },

  async peerGroups(ports, ask) {
    const { registry, productivity, policies } = ports;
    const { query, rights } = ask;
    const window = await windowOf(registry, query.window, rights.today);
    if (window === null) throw noWindow();
    return kept(ports, ask, [window], async () => {
      const item = await productivity.get({ pk: 'PEERS', sk: `W#${window.start}#${window.generation}` });
      const groups = JSON.parse(String(item?.groups ?? '[]')) as {
        group: string;
        family: string;
        rank: string;
        band: string;
        n: number;
      }[];
      return {
        payload: { start: window.start, end: addDays(window.start, 27), groups },
        meta: metaOfWindows(rights.today, [window], policies),
        table: () => ({
          columns: ['group', 'family', 'rank', 'band', 'officers'],
          rows: groups.map(({ group, family, rank, band, n }) => [group, family, rank, band, n]),
        }),
      };
    });
  },

  async unitVariation(ports, ask) {
    const { registry, productivity, organisation, policies } = ports;
    const { params, query, rights } = ask;
    const metric = countMetric(query.metric);
    const end = lastSunday(query.to ?? rights.today);
    const dates = datesBetween(addDays(end, 1 - WEEKS * WEEK), end);
    const pointers = await pointersOf(registry, dates, rights.now);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    return kept(ports, ask, shown, async () => {
      const unit = await unitOf(organisation, rights.organisation.generation, params.unit);
      const days = await unitDays(productivity, unit.code, shown);
      const values = dates.map((date) => days.get(date)?.figures[metric].value ?? null);
      const weekly = latestWeeks(dates, values);
      const series = seriesOf(weekly.counts);
      if (series.kind === 'counts') {
        const why = series.reason === 'fewEvents' ? 'too few events for a chart' : 'fewer than eight points';
        throw new Refusal(422, 'TOO_FEW_POINTS', `There are ${why}: look at the plain counts.`);
      }
      const { chart, weeks, trial, latest } = series;
      const first = weekly.counts.length - series.values.length * weeks;
      const starts = series.values.map((_, at) => weekly.starts[first + at * weeks] ?? '');
      return {
        payload: {
          unit: unitRef(unit),
          metric,
          weeksAPoint: weeks,
          trial,
          starts,
          values: [...series.values],
          mean: chart.mean,
          lower: chart.lower,
          upper: chart.upper,
          signals: chart.signals.map((rules) => [...rules]),
          latest: [...latest],
          signalsByChance: signalsByChance(1),
        },
        meta: metaOfOpenDays(
          rights.today,
          shown.filter((pointer) => pointer !== null),
          UNITS_OF_FIGURES,
          policies,
        ),
        table: () => ({
          columns: ['start', 'value', 'mean', 'lower', 'upper', 'signals'],
          rows: series.values.map((value, at) => [
            starts[at] ?? null,
            value,
            chart.mean,
            chart.lower,
            chart.upper,
            (chart.signals[at] ?? []).join(' '),
          ]),
        }),
      };
    });
  },
};

const byName = by<{ name: string; id: string }>(
  ({ name }) => name,
  ({ id }) => id,
);

/** A window made before metrics had officer-days of their own has those of everybody. */
export function exposureOf({ officerDays }: { readonly officerDays: UnitWindow['officerDays'] | number }, metric: CountMetric) {
  return typeof officerDays === 'number' ? officerDays : officerDays[metric];
}

/** Counts have funnels and charts; times and minutes do not. */
export function countMetric(metric: Metric): CountMetric {
  const found = COUNT_METRICS.find((one) => one === metric);
  if (found === undefined) throw new Refusal(422, 'NOT_A_COUNT', 'Only counts of events are compared this way.');
  return found;
}

export function headOf(metric: CountMetric, start: string, policies: readonly Policy[]) {
  const { neutral } = METRIC_TEXTS[metric];
  const guidance = metric === 'stopSearches' ? policyOn(policies, start).stopSearchGuidance.text : null;
  return { metric: METRICS.find((one) => one === metric) ?? metric, start, end: addDays(start, 27), neutral, guidance };
}

/** Weeks are ISO weeks, those of the fixed windows. */
function lastSunday(date: string): string {
  const { start } = fixedWindowOf(date);
  const whole = Math.floor((daysBetween(start, date) + 1) / WEEK);
  return addDays(start, whole * WEEK - 1);
}
