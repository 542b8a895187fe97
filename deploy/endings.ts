/** How a command ends. */
export const DONE = 0;
export const FAILED = 1;
export const NEEDS_APPROVAL = 3;
