import type { Mix, ResponseFigure, VisibilityFigure } from '../lib/productivity/figures.ts';
import type { GroupFigures, PersonFigures } from '../lib/productivity/rollup.ts';

const whole = (value: number) => String(Math.round(value));

function none(reason: string | null, complete: boolean): string {
  return `none (${reason ?? 'not known'})${complete ? '' : ', not complete'}`;
}

function mixText(mix: Mix): string {
  const parts = Object.entries(mix).flatMap(([name, counts]) => {
    const known = Object.entries(counts).map(([code, count]) => `${code} ${count}`);
    return known.length === 0 ? [] : [`${name} ${known.join(', ')}`];
  });
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function responseLine(figure: ResponseFigure): string {
  const { median, p90, n, toEnRoute, leftOut, reason, complete } = figure;
  const left = Object.entries(leftOut).map(([why, count]) => `${count} ${why}`);
  const outside = left.length === 0 ? '' : `; left out: ${left.join(', ')}`;
  if (median === null || p90 === null) return `responseTime: ${none(reason, complete)}, n ${n}${outside}`;
  const route = toEnRoute === null ? '' : `, to en route ${whole(toEnRoute)}`;
  return `responseTime: median ${whole(median)} seconds, 90 % within ${whole(p90)}${route}, n ${n}${complete ? '' : ', not complete'}${outside}`;
}

function visibilityLine({ minutes, unknownMinutes, reason, complete }: VisibilityFigure): string {
  if (minutes === null) return `visibility: ${none(reason, complete)}`;
  return `visibility: ${whole(minutes)} minutes seen on duty, ${whole(unknownMinutes ?? 0)} not known${complete ? '' : ', not complete'}`;
}

/** The nine metrics of a person's day, a line each. */
export function personLines({ responseTime, visibility, ...counts }: PersonFigures): string[] {
  return [
    responseLine(responseTime),
    visibilityLine(visibility),
    ...Object.entries(counts).map(([metric, { value, reason, assists, alsoRecorded, mix, flags, complete }]) => {
      const beside = [
        ...(assists > 0 ? [`assists ${assists}`] : []),
        ...(alsoRecorded > 0 ? [`also recorded ${alsoRecorded}`] : []),
        ...flags,
        ...(complete ? [] : ['not complete']),
      ];
      const count = value === null ? none(reason, true) : String(value);
      return `${metric}: ${count}${beside.length === 0 ? '' : `; ${beside.join(', ')}`}${mixText(mix)}`;
    }),
  ];
}

/** The nine metrics of a unit's day, a line each. */
export function groupLines({ responseTime, visibility, ...counts }: GroupFigures): string[] {
  const targets = Object.entries(responseTime.targets ?? {}).map(
    ([grade, { n, within }]) => `${grade} ${within} of ${n} within the target`,
  );
  return [
    `${responseLine(responseTime)}${targets.length === 0 ? '' : `; ${targets.join(', ')}`}`,
    visibilityLine(visibility),
    ...Object.entries(counts).map(([metric, figure]) => {
      const { value, reason, byOfficers, notByOfficers, unattributed, participations, assists, mix, complete } = figure;
      const count = value === null ? none(reason, true) : `${value} distinct`;
      return `${metric}: ${count} (${byOfficers} by officers, ${notByOfficers} not by officers, ${unattributed} unattributed), ${participations} participations, ${assists} assists${complete ? '' : ', not complete'}${mixText(mix)}`;
    }),
  ];
}

/** The source rows behind a person's counts. */
export function sourcesOf({ responseTime: _response, visibility: _visibility, ...counts }: PersonFigures): string[] {
  return Object.values(counts).flatMap(({ sources }) => sources);
}
