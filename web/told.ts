import { say } from './words.ts';

interface Figure {
  readonly value: number | null | undefined;
  /** Why there is none. */
  readonly reason?: string | null | undefined;
  readonly provisional?: boolean | undefined;
}

/** A figure as text, or why there is none; what is not complete yet says so. */
export function told({ value, reason, provisional = false }: Figure, format: (value: number) => string): string {
  if (value === null || value === undefined) return say(reason ?? 'None recorded');
  return `${format(value)}${provisional ? ', provisional' : ''}`;
}
