import type { PersonDay } from './generation.ts';

/**
 * A person's day in one item, in parts of their own: what nobody asked for is not read. Minutes worked stand beside the
 * figures, which are shown together.
 */
export function personParts({ availability, productivity }: PersonDay) {
  return {
    availability: JSON.stringify(availability),
    productivity: JSON.stringify(productivity),
    workingMinutes: availability.minutes.working,
  };
}

type Stored = Readonly<Record<string, unknown>>;

export function availabilityIn({ availability, body }: Stored): PersonDay['availability'] {
  return typeof availability === 'string' ? JSON.parse(availability) : wholeIn(body).availability;
}

/** With the minutes worked on the day. */
export function productivityIn({ productivity, workingMinutes, body }: Stored): {
  readonly figures: PersonDay['productivity'];
  readonly workingMinutes: number;
} {
  if (typeof productivity === 'string') return { figures: JSON.parse(productivity), workingMinutes: Number(workingMinutes) };
  const day = wholeIn(body);
  return { figures: day.productivity, workingMinutes: day.availability.minutes.working };
}

/** Days published before the parts were told apart stand as one text. */
function wholeIn(body: unknown): PersonDay {
  return JSON.parse(String(body));
}
