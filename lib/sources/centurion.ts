import * as z from 'zod';
import { addDays } from '../dates.ts';
import { DUTY_EFFECTS } from '../vocabulary.ts';
import { code, id, instant, optional } from './columns.ts';
import { snapshotFeed } from './feed.ts';

/** Only what a person was told: a row without notice refuses the whole file, and nothing of it is kept. */
export const dutyEffects = snapshotFeed({
  system: 'centurion',
  name: 'duty-effects',
  title: 'Duty effects: suspension or restriction that the person was told of',
  key: ['case_ref', 'employee_no', 'from_at'],
  refusedWithout: 'subject_notified_at',
  row: () =>
    z.object({
      case_ref: id,
      employee_no: id,
      from_at: instant,
      subject_notified_at: instant,
      duty_effect: code(DUTY_EFFECTS),
      to_at: optional(instant),
      updated_at: instant,
    }),
  effective: (row) => ({
    from: addDays(row.from_at.slice(0, 10), -1),
    to: row.to_at === null ? null : addDays(row.to_at.slice(0, 10), 2),
  }),
});
