/** Every verdict a scan can have, the most serious first: the first reason that holds is the one shown. */
export const verdicts = [
  'device-revoked',
  'not-a-ticket',
  'unknown-key',
  'key-revoked',
  'forged',
  'not-confirmed',
  'cancelled',
  'superseded',
  'wrong-date',
  'wrong-departure',
  'already-boarded',
  'board-later',
  'leg-ended',
  'seat-moved',
  'clock-suspect',
  'too-early',
  'too-late',
  'cash-due',
  'missing-from-manifest',
  'valid-not-on-manifest',
  'valid',
] as const
export type Verdict = (typeof verdicts)[number]
export type VerdictColour = 'red' | 'amber' | 'green' | 'none'
