import { londonDay } from '../lib/access/today.ts';
import type { Metric } from '../lib/vocabulary.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, signDisplay: 'negative' });
const two = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/London',
});

/** `22 Nov` */
export const shortDate = (date: string) => shortDay.format(new Date(`${date}T00:00:00Z`));
export const time = (instant: string) => clock.format(new Date(instant));
export const dateTime = (instant: string) => moment.format(new Date(instant));
export const number = (value: number) => (Number.isInteger(value) ? whole.format(value) : one.format(value));
/** A sentence of the API with its instants as people read them. */
export const withTimes = (sentence: string) => sentence.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, (instant) => dateTime(instant));
/** `Response time` of `response time`. */
export const sentenceCase = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
export const decimal = (value: number) => two.format(value);
/** A share of one as points of a hundred. */
export const points = (share: number) => one.format(100 * share);
export const percent = (share: number) => `${one.format(100 * share)}%`;

/** `1 hour 5 minutes` */
export function duration(given: number): string {
  const minutes = Math.round(given);
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  const parts = [hours > 0 ? plural(hours, 'hour') : '', rest > 0 || hours === 0 ? plural(rest, 'minute') : ''];
  return parts.filter((part) => part !== '').join(' ');
}

export function plural(count: number, name: string, many = `${name}s`): string {
  return `${whole.format(count)} ${count === 1 ? name : many}`;
}

/** A value of a metric in its own unit. */
export function ofMetric(metric: Metric, value: number): string {
  if (metric === 'responseTime') {
    const seconds = Math.round(value);
    const minutes = `${Math.floor(seconds / 60)} min`;
    return seconds % 60 === 0 ? minutes : `${minutes} ${String(seconds % 60).padStart(2, '0')} s`;
  }
  return metric === 'visibility' ? duration(value) : number(value);
}

/** As London has it: the duty days of the API are its days. */
export const today = () => londonDay(Date.now());
