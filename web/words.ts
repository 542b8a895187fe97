/** Codes of the API as people say them. What is not here is shown as it is, in small letters. */
const WORDS: Readonly<Record<string, string>> = {
  deployable: 'Available for frontline deployment',
  notDeployable: 'Not available for frontline deployment',
  notExpected: 'Not rostered or on leave',
  notAtWork: 'Not at work',
  unknown: 'Cannot be said',
  insufficientData: 'Cannot be said yet',
  gateNotApplicable: 'Deployability does not apply',
  OFF_DUTY: 'off duty',
  ON_LEAVE: 'on leave',
  COMMITTED: 'on other duty',
  NOT_AT_WORK: 'not at work',
  RESTRICTED: 'on restricted duties',
  SUSPENDED: 'not on duty',
  NOT_FRONTLINE: 'restricted from the frontline',
  PARTIAL: 'some restrictions',
  STUDENT_NOT_PAIRED: 'student without a tutor today',
  STUDENT_PARTNER_OFF_DUTY: 'the student’s tutor is off duty',
  STUDENT_PARTNER_NOT_DEPLOYABLE: 'the student’s tutor is not available',
  STUDENT_IN_TRAINING: 'student in training',
  LIMITED: 'limited',
  NO_POST: 'no post today',
  NOT_YET_JOINED: 'not yet joined',
  feedMissing: 'not received',
  notYet: 'not received yet',
  notCounted: 'not counted then',
  tooFew: 'too few',
  notApplicable: 'does not apply',
  final: 'complete',
  provisional: 'provisional',
  planned: 'planned',
  'first-line': 'first-line leader',
  chain: 'chain of command',
  'staff-direct': 'line manager',
  self: 'yourself',
  'signed-in': 'everybody who is signed in',
  'posts-below': 'you lead the posts below yours',
  cover: 'cover',
  'break-glass': 'emergency access',
  NFA: 'no further action',
  PPST: 'personal safety training',
  BWV: 'body-worn video',
  TEAM: 'team',
  DEPT: 'department',
  AREA: 'area',
  FORCE: 'force',
  annualLeave: 'annual leave',
  otherLeave: 'other leave',
};

export function say(code: string): string {
  const known = WORDS[code];
  if (known !== undefined) return known;
  const [kind = '', of] = code.split(':');
  if (of !== undefined) return `${say(kind)}: ${say(of)}`;
  if (/^[A-Z0-9_]+$/.test(code)) return code.replaceAll('_', ' ').toLowerCase();
  return code.replaceAll('-', ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

export const ADVISORY =
  'For information only. These figures do not decide anything about a person. A named person decides, using other information, and records why. They must not be the sole or main basis for pay, posting, promotion, attendance, performance or misconduct decisions.';
