/** Checks that look at one file alone; only these may hold it, so that the order of arrival never decides. */
export const HOLDING_CHECKS = ['hourProfile', 'midnightShare', 'nullRate', 'duplicateShare'] as const;
export type HoldingCheck = (typeof HOLDING_CHECKS)[number];
