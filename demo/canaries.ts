/**
 * What one invented person carries in every invented world, the demo's, the cases' and the simulation's. It cannot occur by
 * chance, and none of it may stand in a log, a metric, an error answer or a message that is set aside.
 */
export const CANARY = {
  employeeNo: '990417731',
  collarNo: 'QUOKKA731',
  upn: 'quokka.upn@demo.invalid',
  directoryId: 'quokka-directory',
  // Not ASCII, and with marks of its own: it must be found in every way of writing it.
  surname: "O'Quokka-Sørly",
  givenName: 'Quokkandra',
  absence: 'AB-QUOKKA-1',
  restriction: 'RS-QUOKKA-2',
  caseRef: 'CASE-QUOKKA-3',
  /** What a rejected row says. */
  badCode: 'QUOKKAFAST',
} as const;

/** Codes that tell something of somebody's health, family or standing by themselves. */
export const TELLING_CODES = [
  'MAT',
  'PAT',
  'ADOPT',
  'PARENT',
  'CARER',
  'SICK_S',
  'SICK_L',
  'INJ',
  'AWOL',
  'SUSP',
  'PARTIAL',
  'NOT_FRONTLINE',
  'NOT_AT_WORK',
  'RESTRICTED',
  'SUSPENDED',
] as const;
