import type { DayPointer } from '../day-pointer.ts';

/** A day of which something is published. */
export type Live = DayPointer & { readonly generation: string };

export function isLive(pointer: DayPointer | null): pointer is Live {
  return pointer !== null && pointer.generation !== null;
}
